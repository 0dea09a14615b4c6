using StateGen.Checkpoints;
using StateGen.Relational.Postgres;
using StateGen.Relational.Tests.Servers;

namespace StateGen.Relational.Tests.Postgres;

/// <summary>Databases that cannot be used: each is refused with the reason and with advice, without a password.</summary>
public sealed class PostgresRefusalTests(PostgresServer server)
{
    private const string WrongPassword = "Tr0ub4dor&3";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_password_is_refused_without_showing_it()
    {
        var exception = await RefusedAsync("postgres", PostgresServer.Guarded, WrongPassword);
        Assert.Equal(
            $"Cannot open 'the tables' in the checkpoint storage 'postgres://127.0.0.1:{server.Port}/postgres': the server answered 28P01, password authentication failed "
            + "for user \"guarded\". Check the user, and the password in PGPASSWORD, in the file that PGPASSFILE names, or in the data source.",
            exception.Message);
        Assert.True(exception.IsPermanent);
        Assert.DoesNotContain(WrongPassword, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_database_is_named()
    {
        var exception = await RefusedAsync("no such");
        Assert.EndsWith("the server answered 3D000, database \"no such\" does not exist. Create the database.", exception.Message, StringComparison.Ordinal);
        Assert.True(exception.IsPermanent);
    }

    [Fact]
    public async Task A_user_who_may_create_nothing_is_told_what_to_grant_and_can_use_tables_that_exist()
    {
        await using var database = await server.CreateDatabaseAsync("granted");
        var exception = await RefusedAsync("granted", PostgresServer.Guarded, PostgresServer.Password);
        Assert.EndsWith(
            "the server answered 42501, permission denied for database granted. Grant that right to the user, or let its owner create the schema and the tables beforehand.",
            exception.Message,
            StringComparison.Ordinal);
        Assert.True(exception.IsPermanent);
        using (await PostgresCheckpointStorage.OpenAsync(database, cancellationToken: Token))
            await server.ExecuteAsync("granted", $"grant usage on schema stategen to {PostgresServer.Guarded}; grant all on all tables in schema stategen to {PostgresServer.Guarded}");
        await using var guarded = server.Connect("granted", PostgresServer.Guarded, PostgresServer.Password);
        using var storage = await PostgresCheckpointStorage.OpenAsync(guarded, cancellationToken: Token);
        Assert.True(await storage.TryCommitAsync("job.json", new byte[1], Token));
    }

    [Fact]
    public async Task A_table_of_the_name_that_is_not_ours_is_left_alone()
    {
        await using var database = await server.CreateDatabaseAsync("foreign");
        await server.ExecuteAsync("foreign", "create schema stategen; create table stategen.checkpoint_files (path text); insert into stategen.checkpoint_files values ('theirs')");
        var exception = await RefusedAsync("foreign");
        Assert.Equal(
            $"The checkpoint storage 'postgres://127.0.0.1:{server.Port}/foreign' has a table 'stategen.checkpoint_files' that StateGen did not create. "
            + "Name another schema with the setting 'schema', or rename that table.",
            exception.Message);
        Assert.Equal("theirs", await database.ScalarAsync("select path from stategen.checkpoint_files"));
        using var other = await PostgresCheckpointStorage.OpenAsync(database, schema: "a \"quoted\" schema; drop table", cancellationToken: Token);
        Assert.True(await other.TryCommitAsync("job.json", new byte[1], Token));
    }

    [Fact]
    public async Task Tables_of_a_later_format_are_refused()
    {
        await using var database = await server.CreateDatabaseAsync("later");
        using (await PostgresCheckpointStorage.OpenAsync(database, cancellationToken: Token))
            await server.ExecuteAsync("later", "comment on table stategen.checkpoint_files is 'Checkpoint files of StateGen, format 12'");
        var exception = await RefusedAsync("later");
        Assert.EndsWith(
            "has tables of format 12, and this version of StateGen reads format 1. Run the version that wrote them, or a later one.", exception.Message, StringComparison.Ordinal);
        Assert.True(exception.IsPermanent);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_a_failure_of_the_storage()
    {
        await using var nowhere = Npgsql.NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Database=y");
        var exception = await Assert.ThrowsAsync<CheckpointStorageException>(() => PostgresCheckpointStorage.OpenAsync(nowhere, cancellationToken: Token));
        Assert.Equal(
            "Cannot open 'the tables' in the checkpoint storage 'postgres://127.0.0.1:1/y': Failed to connect to 127.0.0.1:1: Connection refused", exception.Message);
        Assert.False(exception.IsPermanent);
    }

    private async Task<CheckpointStorageException> RefusedAsync(string database, string user = PostgresServer.Owner, string? password = null)
    {
        await using var source = server.Connect(database, user, password);
        return await Assert.ThrowsAsync<CheckpointStorageException>(() => PostgresCheckpointStorage.OpenAsync(source, cancellationToken: Token));
    }
}
