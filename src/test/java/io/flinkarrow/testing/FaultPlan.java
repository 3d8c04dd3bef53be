package io.flinkarrow.testing;

import io.flinkarrow.testing.FaultyFileSystem.Step;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Says which calls of {@link FaultyFileSystem} fail. Called by one thread at a time. */
interface FaultPlan {

  /**
   * @param stream the number of the stream that is called, from 1 on in the order of opening; 0 if
   *     the call is not for a stream
   */
  boolean isDue(Step step, int stream);

  /** Every so many calls of a step fail, until there were enough. */
  final class Regular implements FaultPlan {

    private record Rate(int every, int most, int[] calls, int[] failures) {}

    private final Map<Step, Rate> rates = new EnumMap<>(Step.class);

    void add(Step step, int every, int most) {
      rates.put(step, new Rate(every, most, new int[1], new int[1]));
    }

    @Override
    public boolean isDue(Step step, int stream) {
      Rate rate = rates.get(step);
      if (rate == null || rate.failures[0] >= rate.most || ++rate.calls[0] % rate.every != 0) {
        return false;
      }
      rate.failures[0]++;
      return true;
    }
  }

  /**
   * Some calls, drawn at random before the first one. Calls are counted by stream: threads that
   * write several files at a time do not change which call fails.
   */
  final class Drawn implements FaultPlan {

    private static final List<Step> OF_STREAMS =
        List.of(
            Step.WRITE,
            Step.SHORT_WRITE,
            Step.AFTER_WRITE,
            Step.FLUSH,
            Step.BEFORE_PERSIST,
            Step.AFTER_PERSIST);

    private record Call(Step step, int stream, int number) {}

    private final Set<Call> failing = new HashSet<>();
    private final Map<Call, Integer> calls = new HashMap<>();

    /**
     * @param faults most that can come; few do, because runs are short
     */
    Drawn(SplittableRandom random, int faults) {
      List<Step> steps = Arrays.asList(Step.values());
      for (int i = 0; i < faults; i++) {
        Step step = steps.get(random.nextInt(steps.size()));
        boolean ofStream = OF_STREAMS.contains(step);
        failing.add(
            new Call(
                step, ofStream ? 1 + random.nextInt(15) : 0, 1 + random.nextInt(ofStream ? 4 : 8)));
      }
    }

    @Override
    public boolean isDue(Step step, int stream) {
      int counted = OF_STREAMS.contains(step) ? stream : 0;
      int number = calls.merge(new Call(step, counted, 0), 1, Integer::sum);
      return failing.remove(new Call(step, counted, number));
    }
  }
}
