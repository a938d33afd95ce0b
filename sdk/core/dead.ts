// Which clicks met nothing. Pure: what the clicked thing is and what happened then are arguments.

/** What is known of a click when its time is over. */
export type Aftermath = {
  /** It was on something that is, or looks, made to be clicked. */
  _isInviting: boolean;
  /** The browser itself answers, out of the page's sight: fields, media, frames, links to elsewhere. */
  _isNative: boolean;
  /** Named or labelled as something that one clicks again and again. */
  _isForRepeats: boolean;
  /** Text was selected when the click came, as a double click does. */
  _isSelecting: boolean;
  /** Signs of life since the click: mutations, navigation, scrolling, focus, selection, input, requests. */
  _signs: number;
};

/** True when the click invited an answer and none came. */
export function isDead({ _isInviting, _isNative, _signs }: Aftermath): boolean {
  return _isInviting && !_isNative && !_signs;
}
