type Way =
  | { readonly label: string; readonly href: string }
  | { readonly label: string; readonly take: () => void }

/** A page with nothing to show: says why, and shows a way on. */
export const Empty = ({ title, way }: { readonly title: string; readonly way?: Way }) => (
  <div class="empty">
    <h1>{title}</h1>
    {way === undefined ? null : 'href' in way ? (
      <a class="button main" href={way.href}>
        {way.label}
      </a>
    ) : (
      <button class="button main" type="button" onClick={way.take}>
        {way.label}
      </button>
    )}
  </div>
)
