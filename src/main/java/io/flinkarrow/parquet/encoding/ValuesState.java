package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.encoding.dictionary.IdsRoom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What the pages of an open chunk do not tell of its encoder.
 *
 * @param begunByReference whether the values came by reference that decide on a dictionary
 * @param trial what was known when the chunk began, for columns that try encodings
 * @param idsRoom what arrays there are for ids, which count as retained bytes
 */
public record ValuesState(boolean begunByReference, TrialState trial, IdsRoom idsRoom) {

  static final ValuesState NOTHING = new ValuesState(false, TrialState.NOTHING, IdsRoom.NONE);

  public void writeTo(DataOutput out) throws IOException {
    out.writeBoolean(begunByReference);
    trial.writeTo(out);
    idsRoom.writeTo(out);
  }

  public static ValuesState readFrom(DataInput in) throws IOException {
    return new ValuesState(in.readBoolean(), TrialState.readFrom(in), IdsRoom.readFrom(in));
  }
}
