package io.flinkarrow.sink.registry;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What sinks may hold if their options set no budget: a quarter of the JVM's heap, in equal parts
 * for all subtasks that have files open. As far as this class is shared: each job may load its own.
 */
final class HeapShare {

  static final HeapShare OF_THIS_JVM = new HeapShare(Runtime.getRuntime().maxMemory());

  private static final int PART_OF_HEAP = 4;

  private final long heapBytes;

  /** Weak: Flink drops a plain sink's writers without a word when their task fails. */
  private final Set<OpenWriters> subtasks = Collections.newSetFromMap(new WeakHashMap<>());

  private volatile long bytesEach;

  HeapShare(long heapBytes) {
    this.heapBytes = heapBytes;
    this.bytesEach = heapBytes / PART_OF_HEAP;
  }

  /** The part of one subtask, and while none has files open that of the first. */
  long bytesEach() {
    return bytesEach;
  }

  /** A subtask opens its first file. */
  synchronized void enter(OpenWriters subtask) {
    subtasks.add(subtask);
    divide();
  }

  /** A subtask has closed its last file. */
  synchronized void leave(OpenWriters subtask) {
    subtasks.remove(subtask);
    divide();
  }

  private void divide() {
    bytesEach = heapBytes / PART_OF_HEAP / Math.max(1, subtasks.size());
  }
}
