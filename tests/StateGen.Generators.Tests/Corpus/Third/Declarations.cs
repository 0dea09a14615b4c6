using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using StateGen;

namespace Corpus.Third.Declarations;

public sealed record Visit(string Page, int Seconds);

public sealed record Basket(string Owner, ImmutableArray<string> Products, Stream? Attachment);

public sealed class Counter
{
    public int Value { get; set; }
}

[Operator("")] public sealed partial class Nameless : KeyedOperator<string, Visit, int> // expect: SG1008
{
    [State] private partial int Visits { get; set; }

    protected override void OnEvent(Visit value, OperatorContext<int> context) => context.Emit(++Visits);
}

[Operator("declarations-names")]
public sealed partial class Names : KeyedOperator<string, Visit, int>
{
    [State(Name = "seconds")] private partial long Seconds { get; set; }
    [State(Name = "seconds")] private partial long Total { get; set; } // expect: SG1007
    [State(Name = " ")] private partial long Pages { get; set; } // expect: SG1019

    protected override void OnEvent(Visit value, OperatorContext<int> context) => context.Emit(value.Seconds);
}

[Operator("declarations-types")]
public sealed partial class Types : KeyedOperator<string, Visit, int>
{
    [State] private partial Basket? Basket { get; set; } // expect: SG1009
    [State] private partial Counter? Counter { get; set; } // expect: SG1010
    [State] private partial string Page { get; set; } // expect: SG1014
    [State, Ttl(Days = 1, Hours = -24)] private partial int Seconds { get; set; } // expect: SG1011

    protected override void OnEvent(Visit value, OperatorContext<int> context) => context.Emit(value.Seconds);
}

[Operator("declarations-twice")]
public sealed partial class First : KeyedOperator<string, Visit, int>
{
    [State] private partial int Visits { get; set; }

    protected override void OnEvent(Visit value, OperatorContext<int> context) => context.Emit(++Visits);
}

[Operator("declarations-twice")] public sealed partial class Second : KeyedOperator<string, Visit, int> // expect: SG1016
{
    [State] private partial int Visits { get; set; }

    protected override void OnEvent(Visit value, OperatorContext<int> context) => context.Emit(--Visits);
}

[Operator("declarations-maps")]
public sealed partial class Maps : KeyedOperator<string, Visit, long>
{
    [State] private partial MapState<string, int> ByPage { get; } // expect: SG3003
    [State] private partial MapState<DayOfWeek, int> ByDay { get; }
    [State, Ttl(Days = 1)] private partial ListState<int> Recent { get; }

    protected override void OnEvent(Visit value, OperatorContext<long> context)
    {
        ByPage[value.Page] = ByPage.GetValueOrDefault(value.Page) + value.Seconds;
        ByDay[context.Timestamp.DayOfWeek] = value.Seconds;
        Recent.Add(value.Seconds);
        context.Emit(ByPage.Count);
    }
}

[Operator("declarations-backend", Backend = typeof(PipelineOptions))] // expect: SG3007
public sealed partial class OddBackend : KeyedOperator<string, Visit, int>
{
    [State] private partial int Visits { get; set; }

    protected override void OnEvent(Visit value, OperatorContext<int> context) => context.Emit(++Visits);
}

[Operator("declarations-latest")]
public sealed partial class Latest : KeyedOperator<string, Visit, Visit>
{
    [State] private partial Visit? Last { get; set; }

    protected override void OnEvent(Visit value, OperatorContext<Visit> context)
    {
        if (Last?.Page != value.Page)
            context.Emit(value);
        Last = value;
    }
}

public static class Jobs
{
    public static RunnablePipeline Describe(ISource<Visit> visits, ISink<Visit> sink)
    {
        var first = Pipeline.From(visits).KeyBy(visit => visit.Page).Process(() => new Latest());
        return first
            .KeyBy(visit => visit.Page[..1])
            .Process(() => new Latest()) // expect: SG1024
            .KeyBy(visit => visit.Page[..2])
            .Process(() => new Latest(), id: "declarations-latest-of-two")
            .To(sink);
    }

    public static PipelineOptions Small(string job) => new()
    {
        JobId = job,
        CheckpointInterval = TimeSpan.FromSeconds(5), // expect: SG3004
        Parallelism = 6, // expect: SG3006
        MaxParallelism = 4,
    };

    public static PipelineOptions Large(string job) => new()
    {
        JobId = job,
        CheckpointTo = "checkpoints/",
        Restart = RestartStrategy.FixedDelay(3, TimeSpan.FromSeconds(1)),
        Parallelism = 4,
        MaxParallelism = 128,
    };
}
