package io.flinkarrow.partition;

import io.flinkarrow.batch.BatchJoin;
import io.flinkarrow.batch.DictionaryBatch;
import io.flinkarrow.batch.RecordBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Small parts that wait for more rows of their partition, up to so many bytes together. Rows of a
 * partition leave in the order they came; between partitions there is none.
 */
final class HeldParts {

  /** Past this, a writer gains nothing from larger batches. */
  static final int WORTHWHILE_BYTES = 512 << 10;

  private final long maximumBytes;
  private final Consumer<RecordBatch> out;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private List<DictionaryBatch> dictionaries = List.of();
  private long bytes;

  /** Parts of one partition. */
  private static final class Waiting {
    private final BatchJoin parts = new BatchJoin();
    private long bytes;
  }

  /**
   * @param maximumBytes 0 holds nothing
   */
  HeldParts(long maximumBytes, Consumer<RecordBatch> out) {
    this.maximumBytes = maximumBytes;
    this.out = out;
  }

  /** Keeps the part, or sends it on; perhaps others too. */
  void add(BatchPartitioner.Part part) {
    RecordBatch batch = part.batch();
    if (!batch.dictionaries().equals(dictionaries)) {
      // Batches of different dictionaries can't be joined, and held ones would keep them all.
      flush();
      dictionaries = batch.dictionaries();
    }
    long size = batch.body().sizeInBytes();
    if (size >= WORTHWHILE_BYTES || size > maximumBytes) {
      send(part.folder());
      out.accept(batch);
      return;
    }
    Waiting partition = waitingOrNew(part);
    partition.bytes += size;
    bytes += size;
    if (partition.bytes >= WORTHWHILE_BYTES) {
      send(part.folder());
    } else if (bytes > maximumBytes) {
      sendLargest();
    }
  }

  /** Where the part now waits: with those before, or alone if one batch can't hold all. */
  private Waiting waitingOrNew(BatchPartitioner.Part part) {
    Waiting before = waiting.get(part.folder());
    if (before != null && before.parts.add(part.batch())) {
      return before;
    }
    send(part.folder());
    Waiting alone = new Waiting();
    alone.parts.add(part.batch());
    waiting.put(part.folder(), alone);
    return alone;
  }

  /** Until half is left: else the next part would come too early again. */
  private void sendLargest() {
    List<Map.Entry<String, Waiting>> largest = new ArrayList<>(waiting.entrySet());
    largest.sort(Comparator.comparingLong(entry -> -entry.getValue().bytes));
    for (Map.Entry<String, Waiting> partition : largest) {
      if (bytes <= maximumBytes / 2) {
        return;
      }
      send(partition.getKey());
    }
  }

  private void send(String folder) {
    Waiting partition = waiting.remove(folder);
    if (partition != null) {
      bytes -= partition.bytes;
      out.accept(partition.parts.join());
    }
  }

  /** Sends everything on. */
  void flush() {
    List.copyOf(waiting.keySet()).forEach(this::send);
  }

  /** What waits, without dictionaries, which it shares with the last part. */
  long bytes() {
    return bytes;
  }
}
