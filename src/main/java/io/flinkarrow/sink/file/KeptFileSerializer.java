package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.UnfinishedFile;
import java.io.IOException;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableWriter.ResumeRecoverable;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter.InProgressFileRecoverable;

/**
 * Files that checkpoints leave open: ours, and to be read also those of Flink's sinks, whose
 * versions are lower.
 */
final class KeptFileSerializer implements SimpleVersionedSerializer<InProgressFileRecoverable> {

  /** Far from Flink's own, which are 1 and 2. */
  private static final int VERSION = 1001;

  private final SimpleVersionedSerializer<ResumeRecoverable> streams;
  private final SimpleVersionedSerializer<InProgressFileRecoverable> filesOfFlink;

  KeptFileSerializer(
      SimpleVersionedSerializer<ResumeRecoverable> streams,
      SimpleVersionedSerializer<InProgressFileRecoverable> filesOfFlink) {
    this.streams = streams;
    this.filesOfFlink = filesOfFlink;
  }

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(InProgressFileRecoverable left) throws IOException {
    KeptFile kept = (KeptFile) left;
    DataOutputSerializer head = new DataOutputSerializer(1024);
    head.writeUTF(kept.path().toUri().toString());
    SimpleVersionedSerialization.writeVersionAndSerialize(streams, kept.stream(), head);
    head.writeInt(kept.file().length());
    DataOutputSerializer all = new DataOutputSerializer(head.length() + kept.file().length());
    all.write(head.getSharedBuffer(), 0, head.length());
    kept.file().writeTo(all);
    return all.getSharedBuffer(); // which is full
  }

  @Override
  public InProgressFileRecoverable deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      return filesOfFlink.deserialize(version, bytes);
    }
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    Path path = new Path(in.readUTF());
    ResumeRecoverable stream = SimpleVersionedSerialization.readVersionAndDeSerialize(streams, in);
    int length = in.readInt();
    if (length < 0 || length != in.available()) {
      throw new IOException(
          "The state of the part file %s is damaged: it says that %d bytes of the file follow, but %d do"
              .formatted(path, length, in.available()));
    }
    byte[] file = new byte[length];
    in.readFully(file);
    return new KeptFile(path, stream, UnfinishedFile.of(file));
  }
}
