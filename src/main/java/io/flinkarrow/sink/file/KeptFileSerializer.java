package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.UnfinishedFile;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableWriter.ResumeRecoverable;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter.InProgressFileRecoverable;

/**
 * The file of one bucket that a checkpoint leaves open, without its rows: these are the last bytes
 * of the bucket's state. Reads the files of Flink's sinks, too, whose versions are lower.
 */
final class KeptFileSerializer implements SimpleVersionedSerializer<InProgressFileRecoverable> {

  /** Far from Flink's own, which are 1 and 2. */
  private static final int VERSION = 1001;

  private final SimpleVersionedSerializer<ResumeRecoverable> streams;

  /** Null if files are written. */
  @Nullable private final SimpleVersionedSerializer<InProgressFileRecoverable> flinks;

  private final byte[] bucketState;
  @Nullable private UnfinishedFile rows;

  private KeptFileSerializer(
      SimpleVersionedSerializer<ResumeRecoverable> streams,
      @Nullable SimpleVersionedSerializer<InProgressFileRecoverable> flinks,
      byte[] bucketState) {
    this.streams = streams;
    this.flinks = flinks;
    this.bucketState = bucketState;
  }

  static KeptFileSerializer toWrite(SimpleVersionedSerializer<ResumeRecoverable> streams) {
    return new KeptFileSerializer(streams, null, new byte[0]);
  }

  /**
   * @param flinks reads files of other versions
   * @param bucketState ends with the rows
   */
  static KeptFileSerializer toRead(
      SimpleVersionedSerializer<ResumeRecoverable> streams,
      SimpleVersionedSerializer<InProgressFileRecoverable> flinks,
      byte[] bucketState) {
    return new KeptFileSerializer(streams, flinks, bucketState);
  }

  /** The rows of the file that was written; null if there was none. */
  @Nullable
  UnfinishedFile rows() {
    return rows;
  }

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(InProgressFileRecoverable left) throws IOException {
    KeptFile kept = (KeptFile) left;
    rows = kept.file();
    DataOutputSerializer out = new DataOutputSerializer(1024);
    out.writeUTF(kept.path().toUri().toString());
    SimpleVersionedSerialization.writeVersionAndSerialize(streams, kept.stream(), out);
    out.writeInt(rows.length());
    return out.getCopyOfBuffer();
  }

  @Override
  public InProgressFileRecoverable deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      return flinks.deserialize(version, bytes);
    }
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    Path path = new Path(URI.create(in.readUTF())); // escaped, as URIs are
    ResumeRecoverable stream = SimpleVersionedSerialization.readVersionAndDeSerialize(streams, in);
    int length = in.readInt();
    if (length < 0 || length > bucketState.length) {
      throw new IOException(
          "The state of the part file %s is damaged: it says that %d bytes of the file follow, but %d are all there are"
              .formatted(path, length, bucketState.length));
    }
    byte[] file = Arrays.copyOfRange(bucketState, bucketState.length - length, bucketState.length);
    return new KeptFile(path, stream, UnfinishedFile.of(file));
  }
}
