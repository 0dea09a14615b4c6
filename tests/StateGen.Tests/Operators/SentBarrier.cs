using StateGen.TestKit.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Operators;

/// <summary>
/// Tells when the source subtasks have sent a barrier, so that a callback that holds up the operator can wait for that. A subtask prepares its dead letters
/// when the barrier has passed all of its outputs.
/// </summary>
internal sealed class SentBarrier
{
    private readonly ListSink<DeadLetter> _letters;
    private int _passed;

    public SentBarrier() => _letters = new() { Preparing = () => Interlocked.Increment(ref _passed) };

    public RunnablePipeline Watch(RunnablePipeline pipeline) => pipeline.WithDeadLetters(_letters);

    /// <summary>Gets the options with the error policy that a sink for dead letters needs.</summary>
    public static PipelineOptions Watch(PipelineOptions options) => options with { ErrorPolicy = ErrorPolicy.Skip };

    /// <summary>Waits within a callback of an operator until the first barrier has passed some subtasks.</summary>
    /// <param name="subtasks">The number of subtasks: all of the source, and those of operators that nothing holds up.</param>
    public void WaitUntilPassed(int subtasks = 1) => InTime.Until(() => Volatile.Read(ref _passed) >= subtasks);
}
