using Npgsql;

namespace StateGen.Relational.Tests.Servers;

internal static class Queries
{
    public static async Task<object?> ScalarAsync(this NpgsqlDataSource database, string query)
    {
        await using var command = database.CreateCommand(query);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
