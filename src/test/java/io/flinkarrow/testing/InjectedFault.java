package io.flinkarrow.testing;

import io.flinkarrow.testing.FaultyFileSystem.Step;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** What {@link FaultyFileSystem} throws, so that a test knows its own failures from real ones. */
public final class InjectedFault extends IOException {

  private static final long serialVersionUID = 1L;

  InjectedFault(Step step) {
    super("Failure at " + step + ", on purpose");
  }

  /** Whether one is among the causes of a failure, or was suppressed by it. */
  public static boolean isBehind(Throwable failure) {
    Deque<Throwable> open = new ArrayDeque<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    open.add(failure);
    while (!open.isEmpty()) {
      Throwable next = open.remove();
      if (next instanceof InjectedFault) {
        return true;
      }
      if (seen.add(next)) {
        if (next.getCause() != null) {
          open.add(next.getCause());
        }
        Collections.addAll(open, next.getSuppressed());
      }
    }
    return false;
  }
}
