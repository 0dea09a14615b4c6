using StateGen.RocksDb;
using StateGen.TestKit.Backends;

namespace StateGen.Evolution.Tests;

/// <summary>Hosts that shared the keys, with different histories, restored into one.</summary>
public abstract class HostMergeTests : IDisposable
{
    private readonly BackendUnderTest _backend;

    protected HostMergeTests(BackendUnderTest backend) => _backend = backend;

    [Fact]
    public async Task A_host_that_is_a_version_behind_keeps_what_the_other_renamed()
    {
        var (ahead, behind, probe) = (await UpgradedAsync("[State, FormerName(\"A\")]", key: 0), await StoredAsync(key: 1), Version("[State, FormerName(\"A\")]"));
        Assert.Equal(["10", "11"], (await probe.ReadAsync(_backend.Create(), 2, rewrite: false, ahead, behind)).Read);
        Assert.Equal(["10", "11"], (await probe.ReadAsync(_backend.Create(), 2, rewrite: false, behind, ahead)).Read);
    }

    [Theory]
    [InlineData("[State]")]
    [InlineData("[State, FormerName(\"A\")]")]
    public async Task A_host_that_followed_a_former_name_and_one_that_did_not_are_refused_together(string declared)
    {
        var (followed, forgotten, probe) = (await UpgradedAsync("[State, FormerName(\"A\")]", key: 0), await UpgradedAsync("[State]", key: 1), Version(declared));
        foreach (var (first, second) in new[] { (followed, forgotten), (forgotten, followed) })
        {
            var backend = _backend.Create();
            var refusal = await Assert.ThrowsAsync<StateGenException>(() => probe.ReadAsync(backend, 2, rewrite: false, first, second));
            Assert.False(backend is RocksDbBackend rocks && Directory.Exists(rocks.Directory));
            Assert.Contains("some of the hosts followed a [FormerName]", refusal.Message, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        _backend.Dispose();
        GC.SuppressFinalize(this);
    }

    private static IEvolvingProbe Version(string attributes) => Generations.Of($"{attributes} internal partial long B {{ get; set; }} public override object? Read() => B; public override void Rewrite() => B = B;")[0];

    private Task<OperatorHostSnapshot> StoredAsync(int key) =>
        Generations.Of($"[State] internal partial long A {{ get; set; }} public override void Store(int index) => A = index == {key} ? index + 10 : 0; public override object? Read() => A; public override void Rewrite() => A = A;")[0].StoreAsync(_backend.Create(), 2);

    private async Task<OperatorHostSnapshot> UpgradedAsync(string attributes, int key) =>
        (await Version(attributes).ReadAsync(_backend.Create(), 0, rewrite: false, await StoredAsync(key))).Snapshot;
}
