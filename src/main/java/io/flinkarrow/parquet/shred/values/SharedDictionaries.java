package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers.DictionaryBuffers;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * The dictionaries that batches came with, each once on the heap for all writers that share this
 * object. Writers keep no dictionary: they ask for it with every batch and get the same one, as
 * long as it is known, so that what they remember about its entries stays useful.
 *
 * <p>A dictionary is known by its source, at no cost, or else by its content: all of it is compared
 * with the one that has the same hash, so that equal hashes of others cost a copy and not more.
 * Known stay those of the last batch, and of others the last used up to a limit.
 *
 * <p>May be used by several threads.
 */
public final class SharedDictionaries {

  /** Heap of what keeps a dictionary here. */
  private static final int ENTRY_BYTES = 176;

  private final long mostIdleBytes;

  /** The longest unused first. */
  private final Map<Key, Known> known = new LinkedHashMap<>(16, 0.75f, true);

  private long retainedBytes;

  /** Of these, what the batch at hand uses. */
  private long usedBytes;

  private long batches;

  /** What the batch at hand was the first to bring. */
  private final List<Key> added = new ArrayList<>();

  /** Comparable, because hash tables then find keys quickly even if their hashes were made up. */
  private record Key(long contentHash, long id, boolean wideOffsets) implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::contentHash)
            .thenComparingLong(Key::id)
            .thenComparing(Key::wideOffsets);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private static final class Known {
    private final SliceDictionary dictionary;
    private WeakReference<Object> source;
    private long lastBatch;

    private Known(SliceDictionary dictionary) {
      this.dictionary = dictionary;
    }

    private long bytes() {
      return ENTRY_BYTES + dictionary.retainedBytes();
    }
  }

  /**
   * @param mostIdleBytes of dictionaries that the last batch had no use for
   */
  public SharedDictionaries(long mostIdleBytes) {
    this.mostIdleBytes = mostIdleBytes;
  }

  /** Heap bytes of all that are known. */
  public synchronized long retainedBytes() {
    return retainedBytes;
  }

  /** Forgets all; writers may go on. */
  public synchronized void clear() {
    known.clear();
    added.clear();
    retainedBytes = 0;
    usedBytes = 0;
  }

  public synchronized void beginBatch() {
    batches++;
    usedBytes = 0;
    added.clear();
  }

  /** The dictionary that was last made of this source; null if it isn't known by it. */
  @Nullable
  synchronized SliceDictionary find(DictionaryBuffers buffers, long id, boolean wideOffsets) {
    if (buffers.source() == null) {
      return null;
    }
    Known found = known.get(new Key(buffers.contentHash(), id, wideOffsets));
    return found != null && found.source.refersTo(buffers.source()) ? used(found) : null;
  }

  /** The dictionary with these entries, which are those of the buffers. */
  synchronized SliceDictionary of(BatchDictionary entries, DictionaryBuffers buffers, long id) {
    Key key = new Key(buffers.contentHash(), id, entries.wideOffsets());
    Known found = known.get(key);
    if (found == null || !entries.sameAs(found.dictionary)) {
      Known copied = new Known(entries.copy());
      forget(found);
      found = copied;
      known.put(key, found);
      added.add(key);
      retainedBytes += found.bytes();
    }
    found.source = new WeakReference<>(buffers.source());
    return used(found);
  }

  private SliceDictionary used(Known found) {
    if (found.lastBatch != batches) {
      found.lastBatch = batches;
      usedBytes += found.bytes();
    }
    return found.dictionary;
  }

  private void forget(@Nullable Known old) {
    if (old != null) {
      retainedBytes -= old.bytes();
      usedBytes -= old.lastBatch == batches ? old.bytes() : 0;
    }
  }

  /** The batch at hand was refused: forgets what it was the first to bring. */
  public synchronized void forgetBatch() {
    for (Key key : added) {
      forget(known.remove(key));
    }
    added.clear();
  }

  /** The batch at hand was taken: forgets what has not been used for longest, beyond the limit. */
  public synchronized void endBatch() {
    Iterator<Known> longestUnused = known.values().iterator();
    while (retainedBytes - usedBytes > mostIdleBytes) {
      forget(longestUnused.next());
      longestUnused.remove();
    }
  }
}
