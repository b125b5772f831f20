const OPENERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** Whether double quotes and brackets open and close in order. Apostrophes are not counted. */
export function isBalanced(text: string): boolean {
  const open: string[] = []
  for (const [at, char] of [...text].entries()) {
    if (char === '"') {
      const closes = open.at(-1) === '"'
      const before = text[at - 1] ?? ' '
      if (closes ? before === ' ' : !/[\s(-]/.test(before)) return false
      if (closes) open.pop()
      else open.push('"')
    } else if ('([{'.includes(char)) open.push(char)
    else if (char in OPENERS && open.pop() !== OPENERS[char]) return false
  }
  return open.length === 0
}
