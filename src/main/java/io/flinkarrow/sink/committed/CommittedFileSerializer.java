package io.flinkarrow.sink.committed;

import io.flinkarrow.element.ValueSerializer;
import io.flinkarrow.parquet.FileSummary;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Committed files on the wire and in state.
 *
 * <pre>
 * byte form                                        1
 * string bucket, string path
 * the summary                                      see SummaryBytes
 * </pre>
 */
public final class CommittedFileSerializer extends ValueSerializer<CommittedFile> {

  private static final long serialVersionUID = 1L;

  private static final int VERSION = 1;

  @Override
  public void serialize(CommittedFile file, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    StringValue.writeString(file.bucketId(), out);
    StringValue.writeString(file.path().toString(), out);
    SummaryBytes.write(file.summary(), out);
  }

  @Override
  public CommittedFile deserialize(DataInputView in) throws IOException {
    requireVersion(VERSION, "a committed file", in);
    String bucketId = StringValue.readString(in);
    return new CommittedFile(bucketId, new Path(StringValue.readString(in)), SummaryBytes.read(in));
  }

  @Override
  public CommittedFile createInstance() {
    return new CommittedFile("", new Path("none"), new FileSummary(0, 0, 0, List.of()));
  }

  @Override
  public TypeSerializerSnapshot<CommittedFile> snapshotConfiguration() {
    return new Snapshot();
  }

  /** What state keeps of the serializer: that it is this one. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<CommittedFile> {
    public Snapshot() {
      super(CommittedFileSerializer::new);
    }
  }
}
