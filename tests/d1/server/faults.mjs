// Faults to order, and a log of what was asked.
//
// A rule: {match: part of the path, method, kind, when: "before" | "after" the work is done, times: 1, skip: 0,
// chance: of each request, between 0 and 1, …}
// kinds: status (status, code, message, retry_after, bare: no envelope), drop (the connection ends without an answer),
// cut (half an answer), garbage (an answer that is no JSON), slow (ms).

export class Faults {
  #rules = [];
  #seed = 1;

  // The same numbers in every run.
  #random() {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647;
    return this.#seed / 2_147_483_647;
  }

  add(rules) {
    for (const rule of rules) this.#rules.push({ when: "before", times: 1, skip: 0, ...rule });
  }

  clear(part) {
    this.#rules = this.#rules.filter((rule) => !rule.match?.includes(part));
  }

  next(method, path) {
    for (const rule of this.#rules) {
      if (rule.times <= 0 || (rule.match && !path.includes(rule.match)) || (rule.method && rule.method !== method)) continue;
      if (rule.chance !== undefined && this.#random() >= rule.chance) continue;
      if (rule.skip > 0) {
        rule.skip -= 1;
        continue;
      }
      rule.times -= 1;
      return rule;
    }
    return undefined;
  }
}
