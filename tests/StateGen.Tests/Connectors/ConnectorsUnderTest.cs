using StateGen.Contracts;

namespace StateGen.Tests.Connectors;

internal sealed class SourceUnderTest<T>(Func<ISource<T>> create) : SourceContract<T>
{
    public bool CanReplay { get; init; } = true;

    public int Added { get; init; }

    public int Most { get; init; } = 200;

    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Moves the clock of the source; null for a source that never waits.</summary>
    public Action<TimeSpan>? Advance { get; init; }

    protected override bool IsReplayable => CanReplay;

    protected override int AddedSplits => Added;

    protected override int MostEvents => Most;

    protected override TimeSpan TimeLimit => Limit;

    protected override ISource<T> CreateSource() => create();

    protected override Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        Assert.NotNull(Advance);
        Advance(delay);
        return Task.CompletedTask;
    }
}

internal sealed class SinkUnderTest<T>(Func<ISink<T>> create, Func<int, T> createRecord, Func<IReadOnlyList<T>> readVisible) : SinkContract<T>
{
    public SinkDelivery Promise { get; init; } = SinkDelivery.ExactlyOnce;

    protected override SinkDelivery Delivery => Promise;

    protected override ISink<T> CreateSink() => create();

    protected override T CreateRecord(int number) => createRecord(number);

    protected override ValueTask<IReadOnlyList<T>> ReadVisibleAsync(CancellationToken cancellationToken) => ValueTask.FromResult(readVisible());
}
