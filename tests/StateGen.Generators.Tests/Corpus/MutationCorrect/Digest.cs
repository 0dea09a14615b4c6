using System.Text;

namespace Corpus.MutationCorrect.Digest;

public sealed record Article(string Title, double Score, string[] Topics);

public sealed class Digest
{
    public List<string> Titles { get; set; } = [];

    public Dictionary<string, double> Topics { get; set; } = [];

    public DateTimeOffset? Due { get; set; }
}

[Operator("mutationcorrect.digest")]
internal sealed partial class Digests : KeyedOperator<string, Article, string>
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    [State(Copy = true)] private partial Digest? Current { get; set; }

    [State(Copy = true)] private partial List<string>? Favourites { get; set; }

    protected override void OnEvent(Article value, OperatorContext<string> context)
    {
        if (value.Score < 0.1)
            return;

        var digest = Current ?? new Digest();
        if (digest.Due is null)
        {
            digest.Due = context.Timestamp + Interval;
            context.Timers.RegisterEventTime(digest.Due.Value);
        }

        value.Topics[0] = value.Topics[0].ToUpperInvariant();
        foreach (var topic in value.Topics)
        {
            digest.Topics[topic] = digest.Topics.GetValueOrDefault(topic) + value.Score;
            Current = digest;
        }

        digest.Titles.Add(value.Title);
        Current = digest;

        if (value.Score > 0.9)
        {
            Remember(value.Title);
        }

        void Remember(string title)
        {
            var favourites = Favourites ?? [];
            Put(favourites);

            void Put(List<string> list)
            {
                list.Insert(0, title);
                Favourites = list;
            }
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        if (Current is not { } digest)
            return;

        var text = new StringBuilder();
        digest.Titles.Sort(StringComparer.Ordinal);
        foreach (var title in digest.Titles)
            text.AppendLine(title);
        var favourites = Favourites ?? [];
        favourites.Reverse();
        text.AppendJoin(", ", favourites);
        context.Emit(text.ToString());

        digest.Titles.Clear();
        digest.Due = null;
        Current = digest;
    }
}
