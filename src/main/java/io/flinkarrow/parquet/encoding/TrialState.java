package io.flinkarrow.parquet.encoding;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import javax.annotation.Nullable;

/**
 * What an {@link EncodingTrial} knew when a chunk began.
 *
 * @param found null if nothing has been tried yet
 * @param values that were written since
 * @param bytes of these, PLAIN-encoded
 */
public record TrialState(@Nullable FoundEncoding found, long values, long bytes) {

  static final TrialState NOTHING = new TrialState(null, 0, 0);

  void writeTo(DataOutput out) throws IOException {
    out.writeBoolean(found != null);
    if (found != null) {
      found.writeTo(out);
    }
    out.writeLong(values);
    out.writeLong(bytes);
  }

  static TrialState readFrom(DataInput in) throws IOException {
    FoundEncoding found = in.readBoolean() ? FoundEncoding.readFrom(in) : null;
    return new TrialState(found, in.readLong(), in.readLong());
  }
}
