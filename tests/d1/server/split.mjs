// Cuts a text into statements, as the service does with the `sql` of a request.
//
// `whole` keeps every trigger body together, by the rules of SQLite's own sqlite3_complete(). `worst` has the faults that
// users reported of the real service (workers-sdk 10998, 15690, 4326): a trigger survives only on one line, with BEGIN in
// capitals and without a bare END before its last. What passes under `worst` passes everywhere.

const LEXEME = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\s+|[\s\S]/g;

function* lexemes(text) {
  for (const match of text.matchAll(LEXEME)) {
    const lexeme = match[0];
    const isBlank = /^(\s|--|\/\*)/.test(lexeme);
    yield { lexeme, end: match.index + lexeme.length, isBlank, word: /^\w/.test(lexeme) ? lexeme.toUpperCase() : lexeme };
  }
}

function opensTrigger(words) {
  const rest = words.filter((word) => !["EXPLAIN", "QUERY", "PLAN"].includes(word));
  if (rest[0] !== "CREATE") return false;
  return rest[1] === "TRIGGER" || (["TEMP", "TEMPORARY"].includes(rest[1]) && rest[2] === "TRIGGER");
}

export function split(text, manner = "whole") {
  const statements = [];
  let start = 0;
  let words = [];
  let inTrigger = false;
  let cases = 0; // CASEs that wait for their END
  let afterBegin = false;
  let ended = false; // END was the last word of a trigger's body
  let previous = "";
  const finish = (end) => {
    const statement = text.slice(start, end).trim();
    if (words.length > 0) statements.push(statement);
    start = end;
    words = [];
    inTrigger = afterBegin = ended = false;
    cases = 0;
    previous = "";
  };
  for (const { lexeme, end, isBlank, word } of lexemes(text)) {
    if (inTrigger && manner === "worst" && afterBegin && lexeme.includes("\n")) inTrigger = false;
    if (isBlank) continue;
    if (lexeme === ";") {
      const isOver = !inTrigger || !afterBegin || ended;
      if (isOver) finish(end);
      else previous = ";";
      continue;
    }
    if (words.length < 6) words.push(word);
    if (!inTrigger && words.length <= 4 && opensTrigger(words)) inTrigger = true;
    if (inTrigger) {
      ended = false;
      if (!afterBegin && word === "BEGIN") {
        if (manner === "worst" && lexeme !== "BEGIN") inTrigger = false;
        afterBegin = true;
      } else if (word === "CASE") {
        cases += 1;
      } else if (word === "END") {
        if (cases > 0 && manner === "whole") cases -= 1;
        // The body's own END follows the `;` of its last statement; `worst` takes any END for it.
        else ended = manner === "worst" || previous === ";";
      }
    }
    previous = word;
  }
  finish(text.length);
  return statements;
}
