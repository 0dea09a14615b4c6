using StateGen.Backends;
using StateGen.Engine.Operators;
using StateGen.Tests.Backends;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Operators;

public sealed class IdleCleanupTests
{
    [Fact]
    public async Task State_that_expires_while_a_subtask_waits_for_input_is_removed()
    {
        using var tables = new ExpiringTables(ExpiringKind.Rows, ExpiringKind.SmallLists, ExpiringKind.LargeMaps);
        for (var id = 0; id < 20_000; id++)
            tables.Write(id);
        var cleanup = new IdleCleanup(new StoreState(tables.Store), tables.Time);
        var input = new TaskCompletionSource<string>();
        var reading = cleanup.WaitAsync(new ValueTask<string>(input.Task), CancellationToken.None).AsTask();
        await InTime.UntilAsync(() => tables.Entries == 0, () => tables.Time.Advance(TimeSpan.FromSeconds(1)));
        Assert.False(reading.IsCompleted);
        input.SetResult("input");
        Assert.Equal("input", await reading);
    }

    [Fact]
    public async Task Input_and_cancellation_end_the_wait()
    {
        using var tables = new ExpiringTables(ExpiringKind.Rows);
        using var cancellation = new CancellationTokenSource();
        var cleanup = new IdleCleanup(new StoreState(tables.Store), tables.Time);
        Assert.Equal(1, await cleanup.WaitAsync(ValueTask.FromResult(1), cancellation.Token));
        var input = new TaskCompletionSource<int>();
        var reading = cleanup.WaitAsync(new ValueTask<int>(input.Task.WaitAsync(cancellation.Token)), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public void A_store_in_which_nothing_expires_is_left_alone()
    {
        using var store = TestStores.Open();
        var cleanup = new IdleCleanup(new StoreState(store), TimeProvider.System);
        var input = new TaskCompletionSource<int>();
        Assert.False(store.CanExpire || store.RemoveExpired());
        var reading = cleanup.WaitAsync(new ValueTask<int>(input.Task), CancellationToken.None).AsTask();
        Assert.Same(input.Task, reading);
    }

    private sealed class StoreState(StateStore store) : IExpiringState
    {
        public bool CanExpire => store.CanExpire;

        public bool RemoveExpired() => store.RemoveExpired();
    }
}
