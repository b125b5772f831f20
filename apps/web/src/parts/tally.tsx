import type { ComponentChildren } from 'preact'

type Figure = readonly [name: string, value: ComponentChildren]

/** The main figures of a page, the first one large. */
export const Tally = ({ figures }: { readonly figures: readonly Figure[] }) => (
  <dl class="tally">
    {figures.map(([name, value], index) => (
      <div key={name} class={index === 0 ? 'first' : undefined}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
