using System.Collections.Concurrent;
using System.Data.Common;
using System.IO;
using System.Net.Http;
using System.Threading;

namespace Corpus.Sources.Loyalty;

public sealed class MemberRepository(DbConnection connection)
{
    public string FindTier(string member) => Query("select tier from members where id = @id", member) ?? "basic";

    public void Save(string member, string tier)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"update members set tier = '{tier}' where id = @id";
        command.ExecuteNonQuery();
    }

    private string? Query(string sql, string id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        var parameter = command.CreateParameter();
        parameter.Value = id;
        command.Parameters.Add(parameter);
        return command.ExecuteScalar() as string;
    }
}

public sealed class VoucherClient(HttpClient http)
{
    public static bool LooksValid(string voucher) => voucher.Length == 12 && voucher.All(char.IsAsciiLetterOrDigit);

    public bool Redeem(string voucher) => RedeemAsync(voucher).GetAwaiter().GetResult();

    public async Task<bool> RedeemAsync(string voucher)
    {
        using var response = await http.PostAsync($"vouchers/{voucher}", content: null).ConfigureAwait(false);
        return response.IsSuccessStatusCode;
    }
}

public sealed class Mailer
{
    private readonly ConcurrentQueue<string> _pending = new();
    private readonly RateLimit _limit = new(TimeSpan.FromMilliseconds(20));

    public void Enqueue(string member) => _pending.Enqueue(member);

    public void Send(string member, string text)
    {
        _limit.Acquire();
        _pending.Enqueue($"{member}: {text}");
    }
}

public sealed class RateLimit(TimeSpan interval)
{
    public void Acquire() => Thread.Sleep(interval);
}

public static class Campaigns
{
    public static string Current => File.ReadAllText("/etc/loyalty/campaign").Trim();
}

internal static class TraceExtensions
{
    public static void Trace(this string member) => TraceFile.Append($"expired {member}");
}

internal static class TraceFile
{
    public static void Append(string line) => File.AppendAllText("/var/log/loyalty.log", line);
}
