package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The arrays that {@link PageIds} has. They are kept from page to page, so that they depend on the
 * form in which the values of earlier pages came.
 *
 * @param runs of ids that came in runs; 0 if they did not
 * @param bytes of ids of one byte
 * @param ints of ids of four bytes
 * @param wide whether ids lie there
 */
public record IdsRoom(int runs, int bytes, int ints, boolean wide) {

  /** Of a page that has had no ids. */
  public static final IdsRoom NONE = new IdsRoom(0, 0, 0, false);

  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(runs);
    out.writeInt(bytes);
    out.writeInt(ints);
    out.writeBoolean(wide);
  }

  public static IdsRoom readFrom(DataInput in) throws IOException {
    IdsRoom room = new IdsRoom(in.readInt(), in.readInt(), in.readInt(), in.readBoolean());
    if (room.runs < 0 || room.bytes < 0 || room.ints < 0) {
      throw new IOException("Arrays of ids should have a length, but have " + room);
    }
    return room;
  }

  /**
   * Checks that pages have needed the arrays.
   *
   * @param mostIds of any of them
   * @throws IllegalArgumentException if they have not
   */
  public void requireNeededFor(int mostIds) {
    int most = ByteArrayBuilder.capacityFor(mostIds);
    if (runs > most || (wide ? bytes > 0 || ints > most : ints > 0 || bytes > most)) {
      throw new IllegalArgumentException(
          "arrays for %d ids should have room for no more than %d, in one of both, but it is %s"
              .formatted(mostIds, most, this));
    }
  }
}
