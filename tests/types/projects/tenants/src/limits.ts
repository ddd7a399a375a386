export interface Limits {
  seats: number;
}
