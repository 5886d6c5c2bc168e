import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useKeys } from '../app/keys.tsx';
import { usePreferences } from '../app/preferences.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { useGo } from './go.tsx';

export interface Column<T> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: T) => ReactNode;
  /** CSS width; columns without one share the rest. */
  readonly width?: string;
  readonly align?: 'right';
  /** Left out when the table is narrower than this, in px. */
  readonly from?: number;
}

interface TableProps<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly rowKey: (row: T) => string;
  /** Where Enter and a double click lead; a single click too unless `onActive` shows a preview. */
  readonly href?: ((row: T) => string) | undefined;
  readonly active?: string | undefined;
  readonly onActive?: (row: T) => void;
  readonly checked?: ReadonlySet<string>;
  readonly onCheck?: (keys: ReadonlySet<string>) => void;
  readonly onEnd?: (() => void) | undefined;
  readonly foot?: ReactNode;
  readonly keys?: boolean;
  /** As high as its rows, without a scroll of its own. */
  readonly inline?: boolean;
}

const rowHeight = (density: string): number => (density === 'comfortable' ? 40 : 32);

/** The width of the element, so that a table can leave out columns rather than squeeze them. */
function useWidth(ref: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(2_000);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 2_000)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}

/** A dense table whose rows exist only where they can be seen; j and k move, Enter opens, x marks. */
export function Table<T>(props: TableProps<T>) {
  const { label, rows, rowKey, checked, onCheck, onEnd, inline = false } = props;
  const t = useTexts();
  const { density } = usePreferences().preferences;
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const columns = props.columns.filter((column) => (column.from ?? 0) <= width);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight(density),
    overscan: 16,
    initialRect: { width: 1_200, height: 800 },
    enabled: !inline,
  });
  const { position, move } = useMoves(props, (index) => virtualizer.scrollToIndex(index));
  const items = inline
    ? rows.map((_, index) => ({
        index,
        start: index * rowHeight(density),
        end: (index + 1) * rowHeight(density),
      }))
    : virtualizer.getVirtualItems();
  const last = items.at(-1);
  const before = items[0]?.start ?? 0;
  const after = inline ? 0 : Math.max(0, virtualizer.getTotalSize() - (last?.end ?? 0));
  const nearEnd = last !== undefined && last.index >= rows.length - 8;
  useEffect(() => {
    if (nearEnd) onEnd?.();
  }, [nearEnd, onEnd]);
  const allChecked =
    checked !== undefined && rows.length > 0 && rows.every((row) => checked.has(rowKey(row)));
  return (
    <div className={inline ? 'table-box table-inline' : 'table-box'} ref={scroller}>
      <table aria-label={label} aria-rowcount={rows.length}>
        <colgroup>
          {checked !== undefined && <col style={{ width: '32px' }} />}
          {columns.map((column) => (
            <col key={column.id} style={column.width === undefined ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {checked !== undefined && (
              <th scope="col" className="check">
                <input
                  type="checkbox"
                  aria-label={t.parts.selectAll}
                  checked={allChecked}
                  onChange={() => onCheck?.(allChecked ? new Set() : new Set(rows.map(rowKey)))}
                />
              </th>
            )}
            {columns.map((column) => (
              <th key={column.id} scope="col" className={column.align}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr className="spacer" style={{ height: before }} />}
          {items.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const key = rowKey(row);
            return (
              <Row
                key={key}
                {...{ row, index, columns, checked, onCheck, move }}
                name={key}
                isActive={index === position}
                props={props}
              />
            );
          })}
          {after > 0 && <tr className="spacer" style={{ height: after }} />}
        </tbody>
      </table>
      {props.foot}
    </div>
  );
}

interface RowProps<T> {
  readonly row: T;
  readonly index: number;
  readonly name: string;
  readonly columns: readonly Column<T>[];
  readonly isActive: boolean;
  readonly checked: ReadonlySet<string> | undefined;
  readonly onCheck: ((keys: ReadonlySet<string>) => void) | undefined;
  readonly move: (index: number) => void;
  readonly props: TableProps<T>;
}

export const toggled = (keys: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const changed = new Set(keys);
  if (!changed.delete(key)) changed.add(key);
  return changed;
};

function Row<T>({ row, index, name, columns, isActive, checked, onCheck, move, props }: RowProps<T>) {
  const t = useTexts();
  const go = useGo();
  const open = (): void => {
    if (props.href !== undefined) go(props.href(row));
  };
  const click = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('a, button, input') !== null) return;
    move(index);
    if (props.onActive === undefined) open();
  };
  return (
    // The row is reached by j and k and by the link in its cells; the click is a shortcut.
    <tr
      onClick={click}
      onDoubleClick={open}
      className={`${isActive ? 'row-active' : ''} ${props.href === undefined ? '' : 'row-opens'}`}
      aria-selected={isActive || undefined}
      aria-rowindex={index + 1}
    >
      {checked !== undefined && (
        <td className="check">
          <input
            type="checkbox"
            aria-label={t.parts.selectRow}
            checked={checked.has(name)}
            onChange={() => onCheck?.(toggled(checked, name))}
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.id} className={column.align}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

function useMoves<T>(props: TableProps<T>, show: (index: number) => void) {
  const { rows, rowKey, onActive, href, checked, onCheck } = props;
  const t = useTexts();
  const go = useGo();
  const [own, setOwn] = useState<string>();
  const key = props.active ?? own;
  const position = key === undefined ? -1 : rows.findIndex((row) => rowKey(row) === key);
  const move = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row === undefined) return;
    setOwn(rowKey(row));
    onActive?.(row);
    if (props.inline !== true) show(Math.max(0, Math.min(rows.length - 1, index)));
  };
  const current = rows[position];
  const texts = t.frame.keyTexts;
  useKeys(
    [
      { keys: 'j', text: texts.next, group: 'table', run: () => move(position + 1) },
      { keys: 'k', text: texts.previous, group: 'table', run: () => move(Math.max(0, position - 1)) },
      { keys: 'Home', text: texts.first, group: 'table', run: () => move(0) },
      { keys: 'End', text: texts.last, group: 'table', run: () => move(rows.length - 1) },
      ...(href === undefined
        ? []
        : [
            {
              keys: 'Enter',
              text: texts.open,
              group: 'table' as const,
              run: () => current !== undefined && go(href(current)),
            },
          ]),
      ...(checked === undefined
        ? []
        : [
            {
              keys: 'x',
              text: texts.check,
              group: 'table' as const,
              run: () => current !== undefined && onCheck?.(toggled(checked, rowKey(current))),
            },
          ]),
    ],
    props.keys !== false,
  );
  return { position, move };
}
