package io.flinkarrow.row.bind;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.refusal.RefusedValueException;
import java.nio.ByteBuffer;

/**
 * One column of a batch, slot by slot, as Flink holds its values. What comes out owns its bytes.
 */
interface SlotReader {

  /**
   * The value in a slot, null if there is none.
   *
   * @throws RefusedValueException if it has no place in the type that is asked for
   */
  Object read(int slot);

  /** The same with the slots that are null; an empty validity means that none is. */
  static SlotReader withNulls(ByteBuffer validity, SlotReader values) {
    return validity.limit() == 0
        ? values
        : slot -> Bitmaps.isSet(validity, slot) ? values.read(slot) : null;
  }
}
