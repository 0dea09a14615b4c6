using StateGen.Checkpoints;
using StateGen.Relational.Postgres;
using StateGen.Relational.Tests.Servers;

namespace StateGen.Relational.Tests.Postgres;

public sealed class PostgresUriTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_URI_opens_the_tables_of_its_schema_in_sessions_with_time_limits()
    {
        await using var database = await server.CreateDatabaseAsync("by uri");
        PostgresCheckpoints.Register(static builder => builder.ConnectionStringBuilder.Password = "not needed");
        using var storage = CheckpointTarget.Parse($"postgres://127.0.0.1:{server.Port}/by uri/jobs/one?user={PostgresServer.Owner}&schema=state&sslmode=disable").Open(out _);
        Assert.True(await storage.TryCommitAsync("job.json", new byte[1], Token));
        Assert.Equal("jobs/one", await database.ScalarAsync("select root from state.checkpoint_files"));
        Assert.Equal($"postgres://127.0.0.1:{server.Port}/by uri/jobs/one", storage.Location);
        Assert.Equal("StateGen", await database.ScalarAsync("select application_name from pg_stat_activity where datname = 'by uri' and application_name <> '' limit 1"));
    }

    [Theory]
    [InlineData("postgres://host", "needs a host and a database, as in 'postgres://host/database/root'.")]
    [InlineData("postgres:///database", "needs a host and a database, as in 'postgres://host/database/root'.")]
    [InlineData("postgres://host:x/database", "has no number as its port, as 'postgres://host:5432/database' has.")]
    [InlineData("postgres://host/database?sslmode=secret", "has an unknown 'sslmode'. Known are: disable, allow, prefer, require, verify-ca, verify-full.")]
    [InlineData("postgres://host/database?password=secret", "has the unknown setting 'password'. Known are: schema, user, sslmode.")]
    public async Task A_URI_that_lacks_something_or_holds_a_password_is_refused(string uri, string problem)
    {
        PostgresCheckpoints.Register();
        using var storage = CheckpointTarget.Parse(uri).Open(out _);
        var exception = await Assert.ThrowsAsync<CheckpointStorageException>(() => storage.ListAsync("", Token));
        Assert.EndsWith(problem, exception.Message, StringComparison.Ordinal);
        Assert.True(exception.IsPermanent);
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }
}
