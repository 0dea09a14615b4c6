using System.Text;

namespace StateGen.Storms;

/// <summary>One of several processes that race for entries of a log. It is told the path of each, and answers whether it has created it.</summary>
internal static class Racer
{
    public static async Task RunAsync(string uri, string name)
    {
        using var storage = CheckpointTarget.Parse(uri).Open(out _);
        await storage.ListAsync("log/");
        await Console.Error.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync() is { } path)
            await Console.Error.WriteLineAsync(await storage.TryCommitAsync(path, Encoding.UTF8.GetBytes(name)) ? "won" : "lost");
    }
}
