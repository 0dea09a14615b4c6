namespace Corpus.MutationCorrect.Playlist;

public sealed record Play(string Track, int Action, List<string> Queue);

[Operator("mutationcorrect.playlist")]
internal sealed partial class Playlist : KeyedOperator<string, Play, string>
{
    [State(Copy = true)] private partial List<string>? Items { get; set; }

    [State(Copy = true)] private partial List<string>? Shuffled { get; set; }

    [State(Copy = true), Ttl(Days = 100)] private partial MapState<string, List<int>> Actions { get; }

    protected override void OnEvent(Play value, OperatorContext<string> context)
    {
        Items ??= [];
        var index = Items.IndexOf(value.Track);
        Shuffled ??= Items.OrderBy(track => track.Length).ToList();

        if (index < 0)
        {
            Items = [.. Items, value.Track];
            value.Queue.RemoveAll(track => track == value.Track);
        }

        var actions = Actions.GetValueOrDefault(value.Track) ?? [];
        actions.Add(value.Action);
        Actions[value.Track] = actions;

        var upcoming = Items.Except(value.Queue).ToList();
        upcoming.Remove(value.Track);
        List<string> preview = [.. Shuffled];
        preview.Reverse();
        preview.RemoveRange(0, preview.Count / 2);
        context.Emit($"{upcoming.FirstOrDefault()} / {preview.FirstOrDefault()}");
    }
}
