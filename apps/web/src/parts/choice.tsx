type Option<T extends string> = { readonly value: T; readonly label: string }

type Props<T extends string> = {
  readonly name: string
  readonly legend: string
  readonly unseen?: boolean
  readonly options: readonly Option<T>[]
  readonly value: T
  readonly onChoose: (value: T) => void
}

/** One of a few, all in sight: a group of radio buttons. */
export const Choice = <T extends string>({ name, legend, unseen, options, value, onChoose }: Props<T>) => (
  <fieldset class="choice">
    <legend class={unseen === true ? 'unseen' : ''}>{legend}</legend>
    <span class="options">
      {options.map(option => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
          />
          {option.label}
        </label>
      ))}
    </span>
  </fieldset>
)
