import { Dialog } from '../parts/dialog.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { activeKeys, type KeyBinding } from './keys.tsx';

const SHOWN: Readonly<Record<string, string>> = { 'mod+k': 'Ctrl K', Escape: 'Esc' };

export function KeysHelp({ onClose }: { onClose: () => void }) {
  const t = useTexts().frame;
  const keys = activeKeys();
  const groups: readonly KeyBinding['group'][] = ['screen', 'table', 'everywhere'];
  return (
    <Dialog title={t.keysOf} onClose={onClose} className="keys-help">
      <div className="keys-groups">
        {groups.map((group) => {
          const own = keys.filter((binding) => binding.group === group && binding.text !== '');
          if (own.length === 0) return null;
          return (
            <section key={group}>
              <h3>{t.keyGroups[group]}</h3>
              <dl>
                {own.map((binding) => (
                  <div key={binding.keys}>
                    <dt>{binding.text}</dt>
                    <dd>
                      {(SHOWN[binding.keys] ?? binding.keys).split(' ').map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
