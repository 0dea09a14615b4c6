using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Channels;

namespace Corpus.SourcesCorrect.Loyalty;

public sealed class TierTable
{
    private readonly SortedDictionary<long, string> _thresholds = [];

    private TierTable(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            if (line.Split('=') is [var name, var threshold])
                _thresholds[long.Parse(threshold, System.Globalization.CultureInfo.InvariantCulture)] = name;
    }

    public static TierTable Load(string path) => new(File.ReadAllLines(path));

    public int Factor(string tier) => tier switch
    {
        "gold" => 3,
        "silver" => 2,
        _ => 1,
    };

    public string For(long balance)
    {
        var result = "basic";
        foreach (var (threshold, name) in _thresholds)
            if (balance >= threshold)
                result = name;
        return result;
    }
}

public sealed class Mailer(HttpClient http)
{
    private readonly Channel<(string Member, string Text)> _queue = Channel.CreateBounded<(string Member, string Text)>(1_000);

    public bool Enqueue(string member, string text) => _queue.Writer.TryWrite((member, text));

    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (var (member, text) in _queue.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            using (await http.PostAsync($"mail/{member}", new StringContent(text), cancellation).ConfigureAwait(false))
                await Task.Delay(10, cancellation).ConfigureAwait(false);
    }

    public void Close()
    {
        _queue.Writer.Complete();
        _queue.Reader.Completion.Wait();
    }
}
