using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Factories;

public enum Machine : byte
{
    Press,
    Mill,
    Lathe,
}

public sealed record Cycle(Machine Machine, string Part, int Milliseconds, bool Scrap);

public sealed record Oee(string Line, Machine Machine, double Quality, double Speed);

public sealed class MachineBook
{
    public Queue<int> Cycles { get; set; } = new();

    public int Scrap { get; set; }

    public SortedSet<string> Parts { get; set; } = [];

    public double Quality => Cycles.Count == 0 ? 1 : 1 - ((double)Scrap / Cycles.Count);
}

public sealed class BookKeeper(int window)
{
    public void Write(MachineBook book, Cycle cycle)
    {
        book.Cycles.Enqueue(cycle.Milliseconds);
        if (cycle.Scrap)
            book.Scrap++;
        while (book.Cycles.Count > window)
            book.Cycles.Dequeue();
    }
}

/// <summary>The callbacks; the state is in the other part of the class.</summary>
public sealed partial class LineOperator(BookKeeper keeper)
{
    protected override void OnEvent(Cycle cycle, OperatorContext<Oee> context)
    {
        var book = Load(cycle.Machine);
        keeper.Write(book, cycle);
        if (book.Parts.Add(cycle.Part) && book.Parts.Count > 100)
            book.Parts.Clear();
        Save(cycle.Machine, book);
        if (First is not { } first)
            First = cycle.Machine;
        else if (first != cycle.Machine)
            context.Emit(new Oee(Key, cycle.Machine, book.Quality, book.Cycles.Average()));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Oee> context)
    {
        foreach (var machine in Enum.GetValues<Machine>())
        {
            if (!Books.TryGetValue(machine, out var book))
                continue;
            Books[machine] = Halve(book);
        }

        MachineBook? worst = null;
        foreach (var (_, book) in Books)
        {
            if (worst is null || book.Quality < worst.Quality)
                worst = book;
        }

        if (worst is null)
            return;
        worst.Scrap = 0;
        Worst = worst;
    }
}

[Operator("factories-lines")]
public partial class LineOperator : KeyedOperator<string, Cycle, Oee>
{
    [State(Copy = true)] private partial MapState<Machine, MachineBook> Books { get; }
    [State(Copy = true)] private partial MachineBook? Worst { get; set; }
    [State] private partial Machine? First { get; set; }

    private MachineBook Load(Machine machine) => Books.GetValueOrDefault(machine) ?? new MachineBook();

    private void Save(Machine machine, MachineBook book)
    {
        if (book.Cycles.Count > 0)
            Books[machine] = book;
        else
            Books.Remove(machine);
    }

    private static MachineBook Halve(MachineBook book)
    {
        for (var i = book.Cycles.Count / 2; i > 0; i--)
            book.Cycles.Dequeue();
        book.Scrap /= 2;
        return book;
    }
}
