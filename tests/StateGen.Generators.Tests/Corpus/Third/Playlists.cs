using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Playlists;

public sealed record Play(string Track, string Genre, int Seconds, IReadOnlyList<string> Next);

public sealed record Queued(string User, int Length);

public static class ListHelpers
{
    public static List<T> With<T>(this List<T> list, T item)
    {
        list.Add(item);
        return list;
    }
}

[Operator("playlist-history")]
public sealed partial class History : KeyedOperator<string, Play, Queued>
{
    [State, Ttl(Days = 30)] private partial ListState<string> Tracks { get; }
    [State, Ttl(Days = 30)] private partial ListState<string> Genres { get; }
    [State, Ttl(Days = 30)] private partial ListState<int> Seconds { get; }
    [State, Ttl(Days = 30)] private partial ListState<string> UpNext { get; }

    protected override void OnEvent(Play play, OperatorContext<Queued> context)
    {
        Tracks.Update(Tracks.Append(play.Track)); // expect: SG2012

        var genres = Genres.ToList();
        genres.Add(play.Genre);
        Genres.Update(genres); // expect: SG2012

        int[] all = [.. Seconds, play.Seconds, 0];
        Seconds.Update(all); // expect: SG2012

        UpNext.Update(UpNext.ToList().Concat(play.Next)); // expect: SG2012
        context.Emit(new Queued(Key, genres.Count));
    }
}

[Operator("playlist-queue")]
public sealed partial class PlayQueue : KeyedOperator<string, Play, Queued>
{
    [State] private partial ListState<string> Queue { get; }
    [State] private partial ListState<string> Played { get; }
    [State] private partial ListState<Play> Last { get; }

    protected override void OnEvent(Play play, OperatorContext<Queued> context)
    {
        // Everything is read, removed and written again, to add one track.
        var waiting = Queue.ToArray();
        Queue.Clear(); // expect: SG2012
        foreach (var track in waiting)
            Queue.Add(track);
        Queue.Add(play.Track);

        Played.Update(Played.ToList().With(play.Track)); // expect: SG2012

        // Limited and filtered: these have to write the whole list.
        Last.Update(Last.TakeLast(9).Append(play));
        context.Emit(new Queued(Key, waiting.Length + 1));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Queued> context)
    {
        Queue.Update(Queue.Where(track => track.Length > 0).Order(StringComparer.Ordinal));
        Played.Clear();
        context.Emit(new Queued(Key, 0));
    }
}
