import { useState } from 'react';
import { useTexts } from '../../texts/catalogue.ts';
import type { Draft } from './mapping.ts';
import { readPresets, writePresets } from './presets.ts';

/** Keeps the mapping under a name in this browser, and brings kept ones back. */
export function PresetBar({ draft, onUse }: { draft: Draft; onUse: (draft: Draft) => void }) {
  const p = useTexts().imports.page;
  const [presets, setPresets] = useState(readPresets);
  const [chosen, setChosen] = useState('');
  const [name, setName] = useState('');
  const keep = (changed: typeof presets): void => {
    setPresets(changed);
    writePresets(changed);
  };
  return (
    <span className="preset-bar">
      <label>
        {p.preset}{' '}
        <select
          value={chosen}
          onChange={({ target }) => {
            setChosen(target.value);
            const kept = presets[target.value];
            if (kept !== undefined) onUse(kept);
          }}
        >
          <option value="">{p.noPreset}</option>
          {Object.keys(presets).map((key) => (
            <option key={key}>{key}</option>
          ))}
        </select>
      </label>
      {chosen !== '' && (
        <button
          type="button"
          className="button quiet slim"
          onClick={() => {
            const { [chosen]: _, ...rest } = presets;
            keep(rest);
            setChosen('');
          }}
        >
          {p.deletePreset}
        </button>
      )}
      <input
        aria-label={p.presetName}
        placeholder={p.presetName}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <button
        type="button"
        className="button slim"
        disabled={name.trim() === ''}
        onClick={() => {
          keep({ ...presets, [name.trim()]: draft });
          setChosen(name.trim());
          setName('');
        }}
      >
        {p.savePreset}
      </button>
    </span>
  );
}
