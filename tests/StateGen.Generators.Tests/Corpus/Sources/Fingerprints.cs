using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Corpus.Sources.Fingerprints;

public record Visitor(string Browser, string Language);

public sealed record Screen(int Width, int Height);

public sealed record Visit(Visitor Visitor, Screen Screen, ImmutableArray<string> Fonts, string Address);

public sealed record Match(int Print, TimeSpan Cost);

[Operator("sources.fingerprints")]
public sealed partial class Fingerprints : KeyedOperator<string, Visit, Match>
{
    private static readonly StringComparer Hosts = StringComparer.OrdinalIgnoreCase;

    [State] private partial int Print { get; set; }
    [State, Ttl(Days = 30)] private partial MapState<int, int> Hits { get; }

    protected override void OnEvent(Visit visit, OperatorContext<Match> context)
    {
        var clock = Stopwatch.StartNew();
        Print = Combine(visit);
        Hits[Print] = Hits.GetValueOrDefault(Print) + 1;
        context.Emit(new Match(Print, clock.Elapsed)); // expect: SG2010
    }

    private static int Combine(Visit visit)
    {
        var fonts = 17;
        foreach (var font in visit.Fonts)
            fonts = unchecked(fonts * 31 + font.GetHashCode(StringComparison.Ordinal)); // expect: SG2010

        var screen = visit.Screen.GetHashCode(); // expect: SG2010
        var host = Hosts.GetHashCode(visit.Address); // expect: SG2010
        return fonts ^ screen ^ host;
    }
}

[Operator("sources.fingerprints.devices")]
public sealed partial class Devices : KeyedOperator<string, Visit, string>
{
    [State] private partial int Browser { get; set; }
    [State] private partial int Languages { get; set; }
    [State] private partial long Instance { get; set; }

    protected override void OnEvent(Visit visit, OperatorContext<string> context)
    {
        var (browser, language) = visit.Visitor;
        Browser = EqualityComparer<Visitor>.Default.GetHashCode(visit.Visitor); // expect: SG2010
        Languages |= 1 << (StringComparer.InvariantCultureIgnoreCase.GetHashCode(language) & 31); // expect: SG2010
        Instance = RuntimeHelpers.GetHashCode(visit.Visitor); // expect: SG2010

        var pair = new { browser, visit.Address };
        context.Emit($"{Key}:{pair.GetHashCode():x}"); // expect: SG2010
        context.Emit(EqualityComparer<(string, int)>.Default.GetHashCode((browser, visit.Screen.Width)).ToString("x")); // expect: SG2010
    }
}

[Operator("sources.fingerprints.groups")]
public sealed partial class Groups : KeyedOperator<string, Visit, int>
{
    [State] private partial int Bits { get; set; }

    protected override void OnEvent(Visit visit, OperatorContext<int> context)
    {
        var hash = HashCode.Combine(visit.Screen.Width, visit.Screen.Height, Bits); // expect: SG2010
        Bits ^= 1 << (hash & 31);
        context.Emit(visit switch
        {
            { Address: ['1', '0', '.', ..] } => 0,
            { Visitor: { } visitor } => visitor.GetHashCode() % 100, // expect: SG2010
        });
    }
}
