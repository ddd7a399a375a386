export interface Meta {
  keywords: string[];
}

export interface Link {
  href: string;
}
