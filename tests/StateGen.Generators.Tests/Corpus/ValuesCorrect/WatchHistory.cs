namespace Corpus.ValuesCorrect.WatchHistory;

public sealed record Watched(string Profile, string Title, int Minutes, bool Finished);

public sealed record Suggestion(string Profile, IReadOnlyList<string> Because);

[Operator("valuescorrect.watchhistory")]
public sealed partial class WatchHistory : KeyedOperator<string, Watched, Suggestion>
{
    private const int Keep = 50;

    [State] private partial ListState<string> Titles { get; }

    [State] private partial ListState<Watched> Unfinished { get; }

    [State] private partial ListState<int> Minutes { get; }

    [State] private partial int Count { get; set; }

    protected override void OnEvent(Watched watched, OperatorContext<Suggestion> context)
    {
        Titles.Add(watched.Title);
        if (++Count > 2 * Keep)
        {
            Titles.Update(Titles.Skip(Count - Keep).ToList());
            Count = Keep;
        }

        if (watched.Finished)
        {
            Unfinished.Update(Unfinished.Where(other => other.Title != watched.Title));
        }
        else
        {
            var others = Unfinished.ToArray();
            Unfinished.Clear();
            Unfinished.AddRange(others.Where(other => other.Title != watched.Title).TakeLast(10));
            Unfinished.Add(watched);
        }

        Minutes.AddRange([watched.Minutes, watched.Minutes / 60]);
        var minutes = Minutes.ToList();
        if (minutes.Sum() < 600)
            return;
        Minutes.Update([minutes[^1]]);
        context.Emit(new Suggestion(Key, Titles.TakeLast(3).ToArray()));
    }
}
