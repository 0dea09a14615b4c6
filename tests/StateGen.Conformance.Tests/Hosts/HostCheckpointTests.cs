using StateGen.Checkpoints;
using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;
using StateGen.TestKit.Pipelines;

namespace StateGen.Conformance.Tests.Hosts;

/// <summary>Checkpoints of hosts, which the owner of a loop takes together with fields of its own.</summary>
public abstract class HostCheckpointTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    private const string JobId = "loop";

    private static readonly ManifestFields Fields =
        ManifestFields.Empty.With("topic/3", 42L).With("name", "é\n\"x\"").With("token", [0, 0xff, 0x80]);

    private readonly InterruptibleStorage _storage = new();

    [Fact]
    public async Task State_timers_watermark_and_fields_come_back_in_another_process()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe =>
        {
            (probe.Number, probe.Map["a"]) = (7, "1");
            probe.List.AddRange(["x", "y"]);
            probe.RegisterAt(500);
        });
        host.AdvanceTo(100);
        Assert.Equal(1, await host.SaveAsync(await OpenStoreAsync(), Fields, Cancellation));

        var restored = await RestoreAsync();

        Assert.Equal((42L, "é\n\"x\""), (restored.RestoredFields.GetInt64("topic/3"), restored.RestoredFields["name"]));
        Assert.Equal([0, 0xff, 0x80], restored.RestoredFields.GetBytes("token"));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(100), restored.Watermark);
        Assert.True(restored.Read("k", probe => probe.Context.IsLate));
        Assert.Equal("7 1 x,y", restored.Read("k", probe => $"{probe.Number} {probe.Map["a"]} {string.Join(',', probe.List)}"));
        restored.AdvanceTo(500);
        Assert.Equal(["k@500"], restored.TakeOutput());
    }

    [Fact]
    public async Task Without_a_checkpoint_a_host_starts_without_state_and_fields()
    {
        var host = await RestoreAsync();
        Assert.Equal((0L, ManifestFields.Empty), (host.CountEntries(), host.RestoredFields));
        Assert.Equal(DateTimeOffset.MinValue, host.Watermark);
    }

    [Fact]
    public async Task The_state_is_that_at_the_call_and_not_that_when_it_is_written()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe => probe.Number = 1);
        var gate = _storage.HoldWrites();
        var saving = host.SaveAsync(await OpenStoreAsync(), Fields, Cancellation);
        host.Run("k", probe => probe.Number = 2);
        host.Run("new", probe => probe.List.Add("later"));
        gate.SetResult();
        await saving;

        var restored = await RestoreAsync();
        Assert.Equal(1, restored.Read("k", probe => probe.Number));
        Assert.Empty(restored.Read("new", probe => probe.List.ToArray()));
    }

    [Fact]
    public async Task Operator_state_comes_back_at_another_number_of_hosts()
    {
        var store = await OpenStoreAsync();
        var hosts = new List<IOperatorHost>();
        for (var subtask = 0; subtask < 3; subtask++)
        {
            var (number, host) = (subtask, await OpenAsync(new OperatorStateProbe(), Options() with { Parallelism = 3, Subtask = subtask }));
            host.Broadcast((OperatorStateProbe probe) => probe.Items.AddRange([$"{number}a", $"{number}b"]), DateTimeOffset.UnixEpoch);
            hosts.Add(host);
        }

        await OperatorHost.SaveAsync(store, Fields, hosts, Cancellation);
        for (var subtask = 0; subtask < 2; subtask++)
        {
            using var restored = await OperatorHost.RestoreAsync(
                new OperatorStateProbe(), await OpenStoreAsync(), Options() with { Parallelism = 2, Subtask = subtask }, Cancellation);
            string[] items = [];
            restored.Broadcast<Action<OperatorStateProbe>>(probe => items = [.. probe.Items], DateTimeOffset.UnixEpoch);
            Assert.Equal(subtask == 0 ? ["0a", "1a", "2a"] : ["0b", "1b", "2b"], items);
        }
    }

    [Fact]
    public async Task A_host_is_not_saved_twice_at_the_same_time_and_closing_it_waits()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe => probe.Number = 1);
        var store = await OpenStoreAsync();
        var gate = _storage.HoldWrites();
        var saving = host.SaveAsync(store, Fields, Cancellation);
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.SaveAsync(store, Fields, Cancellation));
        var closing = host.DisposeAsync();
        Assert.False(closing.IsCompleted);
        gate.SetResult();
        await closing;
        Assert.Equal(1, await saving);
        Assert.Equal(1, (await RestoreAsync()).Read("k", probe => probe.Number));
    }

    [Fact]
    public async Task Hosts_that_share_the_keys_are_saved_together_and_restored_at_any_number()
    {
        foreach (var parallelism in (int[])[1, 3, 2])
        {
            var store = await OpenStoreAsync();
            var hosts = await RestoreAllAsync(store, parallelism);
            for (var key = 0; key < 50; key++)
                hosts.Single(host => host.Owns($"{key}")).Run($"{key}", probe => probe.Number++);
            await OperatorHost.SaveAsync(store, Fields, hosts, Cancellation);
        }

        var restored = await RestoreAsync();
        Assert.All(Enumerable.Range(0, 50), key => Assert.Equal(3, restored.Read($"{key}", probe => probe.Number)));
    }

    [Fact]
    public async Task A_checkpoint_without_all_of_the_hosts_is_refused()
    {
        var store = await OpenStoreAsync();
        var hosts = await RestoreAllAsync(store, parallelism: 2);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => hosts[1].SaveAsync(store, Fields, Cancellation));
        Assert.Contains("each of the key groups 0 to 127 once", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => OperatorHost.SaveAsync(store, Fields, [hosts[0], hosts[0], hosts[1]], Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => OperatorHost.SaveAsync(store, Fields, [], Cancellation));
        Assert.Empty(store.CheckpointIds);
    }

    [Fact]
    public async Task Several_operators_are_saved_together_and_none_is_lost_later()
    {
        var store = await OpenStoreAsync();
        var (probe, fading) = (await OpenProbeAsync(), await OpenFadingAsync());
        probe.Run("k", record => record.Number = 1);
        fading.Run("k", record => record.Permanent = 2);
        await OperatorHost.SaveAsync(store, Fields, [fading, probe], Cancellation);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => probe.SaveAsync(store, Fields, Cancellation));
        Assert.Contains("'fading'", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await RestoreAsync()).Read("k", record => record.Number));
        using var restored = await OperatorHost.RestoreAsync(new FadingProbe(), store, Options(), Cancellation);
        Assert.Equal(2, restored.Read("k", record => record.Permanent));
    }

    [Fact]
    public async Task An_operator_that_the_checkpoint_does_not_have_is_refused_and_may_be_added_on_purpose()
    {
        var store = await OpenStoreAsync();
        var probe = await OpenProbeAsync();
        await probe.SaveAsync(store, Fields, Cancellation);
        var error = await Assert.ThrowsAsync<StateGenException>(() => OperatorHost.RestoreAsync(new FadingProbe(), store, Options(), Cancellation));
        Assert.Contains("has no state of operator 'fading' (it has: probe)", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, await OperatorHost.SaveAsync(store, Fields, [probe, await OpenFadingAsync()], Cancellation));
    }

    [Fact]
    public async Task Broadcast_state_is_stored_once_and_reaches_every_host()
    {
        var store = await OpenStoreAsync();
        var hosts = new List<OperatorHost<string, Action<BroadcastProbe>, string>>();
        for (var subtask = 0; subtask < 2; subtask++)
        {
            hosts.Add(await OpenAsync(new BroadcastProbe(), Options() with { Parallelism = 2, Subtask = subtask }));
            hosts[subtask].Broadcast<Action<BroadcastProbe>>(probe => probe.Names["a"] = "1", DateTimeOffset.UnixEpoch);
        }

        await OperatorHost.SaveAsync(store, Fields, hosts, Cancellation);
        for (var subtask = 0; subtask < 3; subtask++)
        {
            var options = Options() with { Parallelism = 3, Subtask = subtask };
            using var restored = await OperatorHost.RestoreAsync(new BroadcastProbe(), await OpenStoreAsync(), options, Cancellation);
            string? name = null;
            restored.Broadcast<Action<BroadcastProbe>>(probe => name = probe.Names["a"], DateTimeOffset.UnixEpoch);
            Assert.Equal("1", name);
        }
    }

    [Fact]
    public async Task Only_the_latest_checkpoints_are_kept()
    {
        var store = await OpenStoreAsync();
        var host = await OpenProbeAsync();
        for (var checkpoint = 1; checkpoint <= 5; checkpoint++)
        {
            host.Run("k", probe => probe.Number++);
            Assert.Equal(checkpoint, await host.SaveAsync(store, Fields, Cancellation));
        }

        Assert.Equal([4, 5], store.CheckpointIds);
        Assert.All(await _storage.ListAsync("chk-", Cancellation), path => Assert.Matches("^chk-0000000[45]-a1-", path));
        Assert.Equal(5, (await RestoreAsync()).Read("k", probe => probe.Number));
    }

    [Fact]
    public async Task Damage_of_any_file_is_found_and_an_older_checkpoint_is_never_used_in_its_place()
    {
        var store = await OpenStoreAsync();
        var host = await OpenProbeAsync();
        host.Run("k", probe => (probe.Number, probe.Map["a"]) = (1, "1"));
        await host.SaveAsync(store, Fields, Cancellation);
        await host.SaveAsync(store, Fields, Cancellation);
        foreach (var path in await _storage.ListAsync("chk-00000002-", Cancellation))
        {
            var content = await _storage.ReadAsync(path, Cancellation);
            byte[] flipped = [.. content];
            if (content.Length > 0)
                flipped[content.Length / 2] ^= 0x20;
            await AssertDamagedAsync(path, content.Length > 0 ? flipped : [1]);
            await AssertDamagedAsync(path, content.Length > 0 ? content[..^1] : [1]);
            await _storage.DeleteAsync(path, Cancellation);
            await Assert.ThrowsAsync<CheckpointDamagedException>(RestoreAsync);
            await _storage.ReplaceAsync(path, content, Cancellation);
        }

        Assert.Equal(1, (await RestoreAsync()).Read("k", probe => probe.Number));

        async Task AssertDamagedAsync(string path, byte[] damaged)
        {
            var content = await _storage.ReadAsync(path, Cancellation);
            await _storage.ReplaceAsync(path, damaged, Cancellation);
            await Assert.ThrowsAsync<CheckpointDamagedException>(RestoreAsync);
            await _storage.ReplaceAsync(path, content, Cancellation);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_failure_of_the_storage_the_host_goes_on_and_is_saved_again(bool isCommitted)
    {
        var store = await OpenStoreAsync();
        var host = await OpenProbeAsync();
        host.Run("k", probe => probe.Number = 1);
        await host.SaveAsync(store, Fields, Cancellation);
        host.Run("k", probe => probe.Number = 2);
        _storage.FailNextCommit(isCommitted);
        // A checkpoint that is complete although the storage has failed is found to be so.
        if (isCommitted)
            await host.SaveAsync(store, Fields, Cancellation);
        else
            await Assert.ThrowsAsync<CheckpointStorageException>(() => host.SaveAsync(store, Fields, Cancellation));

        host.Run("k", probe => probe.Number++);
        await host.SaveAsync(store, Fields.With("topic/3", 43L), Cancellation);
        var restored = await RestoreAsync();
        Assert.Equal((3L, 43L), (restored.Read("k", probe => probe.Number), restored.RestoredFields.GetInt64("topic/3")));
    }

    [Fact]
    public async Task A_checkpoint_is_restored_on_its_own_backend_only()
    {
        var store = await OpenStoreAsync();
        await (await OpenProbeAsync()).SaveAsync(store, Fields, Cancellation);
        using BackendUnderTest other = Options().Backend.Name == "memory" ? new RocksDbUnderTest() : new MemoryUnderTest();
        var options = Options() with { Backend = other.Create() };
        var error = await Assert.ThrowsAsync<StateGenException>(() => OperatorHost.RestoreAsync(new Probe(), store, options, Cancellation));
        Assert.Contains("was written by the backend", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_of_times_to_live_never_runs_below_that_of_the_checkpoint()
    {
        Time.Milliseconds = 1_000;
        var host = await OpenFadingAsync();
        host.Run("k", probe => probe.Number = 1);
        Time.Milliseconds = 1_200;
        await host.SaveAsync(await OpenStoreAsync(), Fields, Cancellation);
        Time.Milliseconds = 1_050;
        using var restored = await OperatorHost.RestoreAsync(new FadingProbe(), await OpenStoreAsync(), Options(), Cancellation);
        Assert.Equal(0, restored.Read("k", probe => probe.Number));
    }

    [Fact]
    public async Task Checkpoints_of_hosts_and_of_pipelines_are_told_apart()
    {
        var options = new PipelineOptions { JobId = JobId, CheckpointTo = CheckpointTarget.ToStorage(_storage), Backend = Options().Backend };
        var pipeline = Pipeline.From(Source.FromList<string>(["a", "b"])).KeyBy(line => line).Process(() => new EchoProbe()).To(new ListSink<string>());
        await (await OpenProbeAsync()).SaveAsync(await OpenStoreAsync(), Fields, Cancellation);
        var error = await Assert.ThrowsAsync<StateGenException>(() => pipeline.RunAsync(options, Cancellation));
        Assert.Contains("was taken of operator hosts", error.Message, StringComparison.Ordinal);

        using var storage = new MemoryCheckpointStorage();
        await pipeline.RunAsync(options with { CheckpointTo = CheckpointTarget.ToStorage(storage) }, Cancellation);
        var store = await CheckpointStore.OpenAsync(storage, JobId, cancellationToken: Cancellation);
        error = await Assert.ThrowsAsync<StateGenException>(() => OperatorHost.RestoreAsync(new EchoProbe(), store, Options(), Cancellation));
        Assert.Contains("was taken by a pipeline", error.Message, StringComparison.Ordinal);
    }

    private Task<CheckpointStore> OpenStoreAsync() => CheckpointStore.OpenAsync(_storage, JobId, cancellationToken: Cancellation);

    private async Task<OperatorHost<string, Action<Probe>, string>> RestoreAsync() => (await RestoreAllAsync(await OpenStoreAsync(), parallelism: 1))[0];

    private async Task<OperatorHost<string, Action<Probe>, string>[]> RestoreAllAsync(CheckpointStore store, int parallelism)
    {
        var hosts = new OperatorHost<string, Action<Probe>, string>[parallelism];
        for (var subtask = 0; subtask < parallelism; subtask++)
        {
            var options = Options() with { Parallelism = parallelism, Subtask = subtask };
            hosts[subtask] = Own(await OperatorHost.RestoreAsync(new Probe(), store, options, Cancellation));
        }

        return hosts;
    }
}
