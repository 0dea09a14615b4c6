using Npgsql;
using StateGen.Checkpoints;
using StateGen.Contracts;
using StateGen.Relational.Postgres;
using StateGen.Relational.Tests.Servers;
using StateGen.TestKit;

// The memory of the process is measured while large files are written and read.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace StateGen.Relational.Tests.Postgres;

public sealed class PostgresContractTests(PostgresServer server) : CheckpointStorageContract, IAsyncLifetime
{
    private NpgsqlDataSource _database = null!;

    protected override int Races => TestScale.Of(30, soak: 1_000);

    protected override int ListedFiles => TestScale.Of(300, soak: 5_100);

    protected override long LargeFileLength => TestScale.Of(40, soak: 200) * 1024L * 1024;

    public async ValueTask InitializeAsync() => _database = await server.CreateDatabaseAsync("contract");

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_database_keeps_the_contract_and_nothing_else()
    {
        await VerifyAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0L, await _database.ScalarAsync(
            "select (select count(*) from stategen.checkpoint_files) + (select count(*) from stategen.checkpoint_contents) + (select count(*) from stategen.checkpoint_parts)"));
    }

    protected override async Task<ICheckpointStorage> OpenAsync(CancellationToken cancellationToken) =>
        await PostgresCheckpointStorage.OpenAsync(_database, "several/jobs", cancellationToken: cancellationToken);
}
