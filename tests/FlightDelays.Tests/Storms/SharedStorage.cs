using StateGen.AzureBlob;
using StateGen.S3;
using StateGen.TestKit.Servers;

namespace FlightDelays.Tests.Storms;

/// <summary>A storage that several processes of a job share. Its servers are started when they are first needed.</summary>
public abstract class SharedStorage : IDisposable
{
    private int _places;

    /// <summary>Creates a place for one job.</summary>
    public Task<StoragePlace> CreatePlaceAsync(Workspace workspace) => CreateAsync(workspace, ++_places);

    /// <summary>Loses one of the replicas of the storage, if it has any.</summary>
    public virtual void LoseReplica()
    {
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);

    private protected abstract Task<StoragePlace> CreateAsync(Workspace workspace, int number);
}

/// <summary>A directory of this machine.</summary>
public sealed class LocalStorage : SharedStorage
{
    private protected override Task<StoragePlace> CreateAsync(Workspace workspace, int number) =>
        Task.FromResult(new StoragePlace($"file://{workspace.Checkpoints}?shared=true", Directory.CreateDirectory(workspace.State).FullName));
}

/// <summary>A directory on GlusterFS with three replicas.</summary>
public sealed class GlusterStorage : SharedStorage
{
    /// <summary>The collection of the classes of tests that use it: there can be only one at a time.</summary>
    public const string OneAtATime = "GlusterFS";

    private readonly GlusterVolume _volume = new();

    public override void LoseReplica() => _volume.LoseReplica();

    public override void Dispose()
    {
        _volume.Dispose();
        base.Dispose();
    }

    private protected override async Task<StoragePlace> CreateAsync(Workspace workspace, int number)
    {
        var directory = Directory.CreateDirectory(Path.Combine(await _volume.MountAsync(), $"job-{number}")).FullName;
        return new($"file://{directory}?shared=true", directory);
    }
}

/// <summary>Azurite. Its connection string is in the environment of this process, and so in that of the programs that it starts.</summary>
public sealed class AzuriteStorage : SharedStorage
{
    private readonly Lazy<Azurite> _server = new(static () => new());

    public override void Dispose()
    {
        if (_server.IsValueCreated)
            _server.Value.Dispose();
        base.Dispose();
    }

    private protected override async Task<StoragePlace> CreateAsync(Workspace workspace, int number)
    {
        Environment.SetEnvironmentVariable("AZURE_STORAGE_CONNECTION_STRING", await _server.Value.ConnectionAsync());
        AzureBlobCheckpoints.Register();
        return new($"azblob://{Azurite.Account}/storms/job-{number}", _server.Value.Files);
    }
}

/// <summary>OpenStack Swift with three zones, with the log in a directory beside it. The keys are in the environment of this process, too.</summary>
public sealed class SwiftStorage : SharedStorage
{
    private const string Bucket = "storms";
    private readonly SwiftCluster _cluster = new();

    public override void LoseReplica() => _cluster.LoseZone();

    public override void Dispose()
    {
        _cluster.Dispose();
        base.Dispose();
    }

    private protected override async Task<StoragePlace> CreateAsync(Workspace workspace, int number)
    {
        var endpoint = await _cluster.EndpointAsync();
        if (number == 1)
            await _cluster.CreateBucketAsync(Bucket);
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", SwiftCluster.AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", SwiftCluster.SecretKey);
        S3Checkpoints.Register();
        return new($"s3://{Bucket}/job-{number}?endpoint={endpoint}&log={Uri.EscapeDataString($"file://{workspace["log"]}?shared=true")}", _cluster.Files);
    }
}
