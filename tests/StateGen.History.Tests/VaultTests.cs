using System.IO.Compression;
using System.Reflection;
using StateGen.Backends;
using StateGen.History.Tests.Vaults;
using StateGen.RocksDb;
using StateGen.TestKit;

namespace StateGen.History.Tests;

/// <summary>
/// Numbers of 128 bits in types with the attributes of MessagePack-CSharp were written big-endian, and are written as that library does now. Checkpoints of
/// that time hold the same numbers. <c>VaultCheckpoints/README.md</c> says where they come from.
/// </summary>
public abstract class VaultTests(string backendName) : IDisposable
{
    // The only one that was written before the form changed.
    private const string FirstVersion = "0001-15dfaf8";
    private const string WriteVariable = "STATEGEN_WRITE_VAULT";
    private const int Parallelism = 2;
    private const int Kept = 23;
    private const int Added = 9;

    private static readonly string Checkpoints = typeof(VaultTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "VaultCheckpointsDirectory").Value!;

    private readonly TemporaryDirectory _work = new();
    private int _copies;

    public static TheoryData<string> Versions => [.. Directory.GetDirectories(Checkpoints).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Numbers_of_the_past_are_what_was_written(string version)
    {
        var expected = await File.ReadAllLinesAsync(Path.Combine(Checkpoints, version, "state.txt"), Cancellation);
        Assert.Equal(VaultModel.StateAfter(Kept), expected);
        Assert.Equal(expected, await AskCopyAsync(Extract(version), Kept));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_vault_of_the_past_goes_on_in_the_form_of_today(string version)
    {
        var directory = Extract(version);
        Assert.Equal(version != FirstVersion, ReadLastManifest(directory).Contains("int128le", StringComparison.Ordinal));
        await Job(directory).KeepAsync(Kept, Added, Cancellation);
        var manifest = ReadLastManifest(directory);
        Assert.Contains("[0] Amount: int128le", manifest, StringComparison.Ordinal);
        Assert.Contains("[5] Partners: map<uint128le,int128le>", manifest, StringComparison.Ordinal);
        Assert.Contains("value Sum: int128\"", manifest, StringComparison.Ordinal);
        Assert.Equal(VaultModel.StateAfter(Kept + Added), await AskCopyAsync(directory, Kept + Added));
    }

    /// <summary>With the environment variable, which names a new version, its checkpoint is kept in the repository.</summary>
    [Fact]
    public async Task A_vault_that_is_written_now_restores()
    {
        var directory = _work["written"];
        await Job(directory).KeepAsync(0, Kept, Cancellation);
        var state = await AskCopyAsync(directory, Kept);
        Assert.Equal(VaultModel.StateAfter(Kept), state);
        if (Environment.GetEnvironmentVariable(WriteVariable) is { Length: > 0 } version)
            await KeepAsync(directory, Path.Combine(Checkpoints, version), state);
    }

    public void Dispose()
    {
        _work.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the backend in a directory that goes with the test.</summary>
    protected abstract IStateBackend OpenBackend(string directory);

    private async Task KeepAsync(string directory, string target, IReadOnlyList<string> state)
    {
        Directory.CreateDirectory(target);
        File.Delete(Path.Combine(target, $"{backendName}.zip"));
        await ZipFile.CreateFromDirectoryAsync(directory, Path.Combine(target, $"{backendName}.zip"), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(target, "state.txt"), string.Concat(state.Select(line => $"{line}\n")), Cancellation);
    }

    // Earlier versions had a file for the manifest, which comes before the entries of the log.
    private static string ReadLastManifest(string directory) => Directory.GetFiles(directory, "*.json", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(File.ReadAllText).Last(static text => text.Contains("\"operators\"", StringComparison.Ordinal));

    private string Extract(string version)
    {
        ZipFile.ExtractToDirectory(Path.Combine(Checkpoints, version, $"{backendName}.zip"), _work["past"]);
        return _work["past"];
    }

    // A job that was asked has ended, and does not go on. So a copy is asked.
    private async Task<IReadOnlyList<string>> AskCopyAsync(string directory, int count)
    {
        var copy = _work[$"copy-{_copies++}"];
        foreach (var path in Directory.GetFiles(directory, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(directory, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }

        return await Job(copy).AskAsync(count, Cancellation);
    }

    private VaultJob Job(string directory) => new(directory, OpenBackend(_work[$"backend-{_copies++}"]), Parallelism);
}

public sealed class MemoryVaultTests() : VaultTests("memory")
{
    protected override IStateBackend OpenBackend(string directory) => MemoryBackend.Default;
}

public sealed class RocksDbVaultTests() : VaultTests("rocksdb")
{
    protected override IStateBackend OpenBackend(string directory) => RocksDbBackend.At(directory);
}
