using System.Collections.Immutable;
using System.Diagnostics;
using StateGen.Checkpointing.Coordination;
using StateGen.Checkpoints;
using StateGen.Engine.Telemetry;

namespace StateGen.Tests.Coordination;

/// <summary>The coordinator and the subtasks share nothing but messages, so that a subtask may be in another process.</summary>
public sealed class CheckpointMessageTests : IDisposable
{
    private readonly JobTelemetry _job = new(new() { JobId = "messages" });
    private readonly RecordedReports _reports = new();

    public void Dispose() => _job.Dispose();

    public static TheoryData<Type> Messages() =>
        [typeof(CheckpointBarrier), .. typeof(CheckpointReport).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CheckpointReport)))];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_plain_data(Type message)
    {
        Assert.True(message.IsSealed);
        foreach (var property in message.GetProperties().Where(property => property.SetMethod is not null))
            Assert.True(IsPlain(property.PropertyType), $"{message.Name}.{property.Name} is a {property.PropertyType}");
    }

    [Fact]
    public void A_worker_knows_the_checkpoints_that_were_aborted_or_stored()
    {
        var worker = new CheckpointWorker(_reports, _job);
        var (first, second) = (new CheckpointBarrier(7, CheckpointKind.Periodic), new CheckpointBarrier(8, CheckpointKind.Stop));
        Assert.Equal((false, false), (worker.IsAborted(first), worker.IsLatestStored(first)));
        worker.MarkStored(7);
        worker.Abort(7);
        Assert.Equal((true, true), (worker.IsAborted(first), worker.IsLatestStored(first)));
        Assert.Equal((false, false), (worker.IsAborted(second), worker.IsLatestStored(second)));
        worker.Abort(8);
        Assert.Equal((true, false), (worker.IsAborted(second), worker.IsLatestStored(second)));
    }

    [Fact]
    public async Task State_is_written_only_for_the_current_checkpoint()
    {
        using var storage = new MemoryCheckpointStorage();
        var store = await CheckpointStore.OpenAsync(storage, "job", cancellationToken: TestContext.Current.CancellationToken);
        var worker = new CheckpointWorker(_reports, _job);
        Assert.Throws<OperationCanceledException>(() => worker.FilesOf(new(1, CheckpointKind.Periodic, StoresState: true)));
        await using var session = store.Begin(2);
        worker.Begin(session);
        Assert.Same(session, worker.FilesOf(new(2, CheckpointKind.Periodic, StoresState: true)));
        Assert.Throws<OperationCanceledException>(() => worker.FilesOf(new(1, CheckpointKind.Periodic, StoresState: true)));
    }

    [Fact]
    public async Task A_checkpoint_is_complete_when_every_participant_has_answered()
    {
        using var telemetry = _job.BeginCheckpoint(3, isFinal: false, attempt: 1);
        var checkpoint = new PendingCheckpoint(new(3, CheckpointKind.Periodic), participants: 3, files: null, telemetry);
        var split = new SplitPosition("split", ManifestFields.Empty, null, IsFinished: false);
        checkpoint.Record(new BarriersAligned(3, TimeSpan.FromSeconds(1)));
        checkpoint.Record(new SplitsReported(3, Source: 0, [new(4, split)]));
        checkpoint.Record(new StateWritten(3, Operator: 1, new(2, 0, 127, 0, 0, []), [new("b", 1, default), new("a", 2, default)]));
        Assert.Equal((false, false), (checkpoint.Completed.IsCompleted, checkpoint.Drained.IsCompleted));
        checkpoint.Record(new BarrierPassed(3));
        Assert.Null(await checkpoint.Completed);
        Assert.True(checkpoint.Drained.IsCompletedSuccessfully);
        Assert.Equal([split], checkpoint.SplitsOf(0));
        Assert.Equal([2], checkpoint.SubtasksOf(1).Select(subtask => subtask.Index));
        Assert.Equal(["a", "b"], checkpoint.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task A_participant_that_declines_fails_the_checkpoint_at_once()
    {
        using var telemetry = _job.BeginCheckpoint(3, isFinal: false, attempt: 1);
        var checkpoint = new PendingCheckpoint(new(3, CheckpointKind.Periodic), participants: 2, files: null, telemetry);
        var reason = new InvalidOperationException("full");
        checkpoint.Record(new CheckpointDeclined(3, reason));
        Assert.Same(reason, await checkpoint.Completed);
        Assert.False(checkpoint.Drained.IsCompleted);
        checkpoint.Record(new BarrierPassed(3));
        Assert.Same(reason, await checkpoint.Completed);
        Assert.True(checkpoint.Drained.IsCompletedSuccessfully);
    }

    // The manifest types are what a checkpoint stores as text, and an exception is described in its text where it passes between processes.
    private static bool IsPlain(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(TimeSpan) || type == typeof(ActivityContext?) || type == typeof(Exception)
        || type == typeof(SplitPosition) || type == typeof(SubtaskSnapshot) || type == typeof(CheckpointFile) || type == typeof(Committable)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) || type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            && type.GetGenericArguments().All(IsPlain));
}
