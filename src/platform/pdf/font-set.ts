import { createRequire } from 'node:module';
import { remember } from './remember.js';
import { Typeface } from './typeface.js';

export type Weight = 'regular' | 'bold';
export type FaceName = 'latin' | 'latinBold' | 'chinese' | 'japanese' | 'korean';

/** A piece of text that one font can set. */
interface TextRun {
  face: FaceName;
  text: string;
  /** In ems. */
  width: number;
}

// Noto under the SIL Open Font Licence. Noto Sans has Latin, Greek, Cyrillic and Devanagari but no ideograph; Noto Sans
// SC has no Ł and no Hangul: no single font sets the names of a society's members.
const FILES: Readonly<Record<FaceName, string>> = {
  latin: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  latinBold: '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  chinese: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  japanese: '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
  korean: '@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf',
};

const { resolve } = createRequire(import.meta.url);
const PRINTABLE_ASCII = /^[ -~]*$/;
const KANA = /[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]/;
const HANGUL = /[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]/;
// Not drawn: controls of direction (they could make an amount read backwards), joiners, selectors, the BOM.
const INVISIBLE = /[\p{Cf}\ufe00-\ufe0f]/gu;
const WHITE = /[\p{White_Space}\p{Cc}]+/gu;
const MARK = /\p{M}/u;
const REPLACEMENT = '\ufffd';
const REMEMBERED_TEXTS = 20_000;

/**
 * The fonts of a document, each opened when it is first needed and then kept for the life of the process. An ideograph
 * takes the Japanese form beside kana, the Korean beside Hangul and the Chinese otherwise; what no font has is drawn as
 * U+FFFD (�), so that a gap shows.
 */
export class FontSet {
  readonly #faces = new Map<FaceName, Typeface>();
  readonly #runs: Readonly<Record<Weight, (text: string) => readonly TextRun[]>> = {
    regular: remember((text) => this.#split(text, 'latin'), REMEMBERED_TEXTS),
    bold: remember((text) => this.#split(text, 'latinBold'), REMEMBERED_TEXTS),
  };

  face(name: FaceName): Typeface {
    let face = this.#faces.get(name);
    if (face === undefined) {
      face = new Typeface(resolve(FILES[name]));
      this.#faces.set(name, face);
    }
    return face;
  }

  /** Cuts a text into runs of one font each. White space becomes one blank, characters without a shape are left out. */
  runs(text: string, weight: Weight): readonly TextRun[] {
    return this.#runs[weight](text);
  }

  /** Width of a text in ems. */
  widthOf(text: string, weight: Weight): number {
    return this.runs(text, weight).reduce((sum, run) => sum + run.width, 0);
  }

  #split(text: string, latin: FaceName): readonly TextRun[] {
    if (PRINTABLE_ASCII.test(text)) return [{ face: latin, text, width: this.face(latin).widthOf(text) }];
    const shown = text.replace(WHITE, ' ').replace(INVISIBLE, '').normalize('NFC');
    const order = [latin, ...orderOfIdeographs(shown)];
    const pieces: { face: FaceName; text: string }[] = [];
    for (const character of shown) {
      const last = pieces.at(-1);
      const found = this.#faceFor(character, last?.face, order);
      // A mark that no font has would only stack boxes on its letter, which shows the gap already.
      if (found === undefined && MARK.test(character)) continue;
      const face = found ?? latin;
      const drawn = found === undefined ? REPLACEMENT : character;
      if (last?.face === face) last.text += drawn;
      else pieces.push({ face, text: drawn });
    }
    return pieces.map((piece) => ({ ...piece, width: this.face(piece.face).widthOf(piece.text) }));
  }

  #faceFor(character: string, previous: FaceName | undefined, order: readonly FaceName[]): FaceName | undefined {
    const codePoint = character.codePointAt(0) ?? 0;
    // A mark and a blank stay with the text before them: a mark is placed on its letter by the letter's font.
    const stays = previous !== undefined && (character === ' ' || MARK.test(character));
    if (stays && this.face(previous).covers(codePoint)) return previous;
    return order.find((name) => this.face(name).covers(codePoint));
  }
}

function orderOfIdeographs(text: string): readonly FaceName[] {
  if (KANA.test(text)) return ['japanese', 'chinese', 'korean'];
  return HANGUL.test(text) ? ['korean', 'chinese', 'japanese'] : ['chinese', 'japanese', 'korean'];
}
