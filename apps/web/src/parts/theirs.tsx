import { FSI, PDI } from '../words/isolated.ts'

/** A name or text of someone, kept apart from what is around it: its direction moves nothing else. */
export const Theirs = ({ text }: { readonly text: string }) => <bdi>{text}</bdi>

const ISOLATED = new RegExp(`(${FSI}[^${FSI}${PDI}]*${PDI})`)

/** A sentence of ours in which names are `isolated`. */
export const Sentence = ({ text }: { readonly text: string }) =>
  text
    .split(ISOLATED)
    .map(part =>
      part.startsWith(FSI) ? <Theirs key={part} text={part.slice(FSI.length, -PDI.length)} /> : part,
    )
