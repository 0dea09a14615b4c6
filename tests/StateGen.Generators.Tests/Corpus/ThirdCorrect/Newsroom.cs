using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Newsroom;

public sealed record Article(string Id, string Section, int Words, IReadOnlyList<string> Tags);

public sealed record Digest(string Section, IReadOnlyList<string> Titles, int Words);

/// <summary>The shared logic is in a base class, which knows the state through abstract properties.</summary>
public abstract class Counting<TOut> : KeyedOperator<string, Article, TOut>
{
    protected abstract int Count { get; set; }

    protected abstract int Words { get; set; }

    protected int Limit { get; init; } = 100;

    protected sealed override void OnEvent(Article value, OperatorContext<TOut> context)
    {
        Count++;
        Words += value.Words;
        if (Count >= Limit && TryBuild(value, out var output))
        {
            context.Emit(output);
            Count = 0;
        }
    }

    protected abstract bool TryBuild(Article last, out TOut output);
}

[Operator("newsroom-sections")]
public sealed partial class Sections : Counting<Digest>
{
    public Sections(int limit) => Limit = limit;

    [State] protected override partial int Count { get; set; }
    [State] protected override partial int Words { get; set; }

    protected override bool TryBuild(Article last, out Digest output)
    {
        output = new Digest(Key, [last.Id], Words);
        return Words > 0;
    }
}

[Operator("newsroom-tags")]
public sealed partial class Tags : Counting<string>
{
    private readonly IReadOnlySet<string> _ignored;

    public Tags(IEnumerable<string> ignored)
    {
        var set = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in ignored)
            set.Add(tag);
        _ignored = set;
    }

    [State] protected override partial int Count { get; set; }
    [State] protected override partial int Words { get; set; }
    [State, Ttl(Days = 3)] private partial MapState<string, int> ByTag { get; }

    protected override bool TryBuild(Article last, out string output)
    {
        foreach (var tag in last.Tags)
        {
            if (!_ignored.Contains(tag))
                ByTag[tag] = ByTag.GetValueOrDefault(tag) + 1;
        }

        output = ByTag.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Key).FirstOrDefault() ?? "";
        return output.Length > 0;
    }
}

/// <summary>Local collections, a builder object and a local function that fills them.</summary>
[Operator("newsroom-digest")]
public sealed partial class Digests : KeyedOperator<string, Article, Digest>
{
    [State, Ttl(Days = 1)] private partial ListState<Article> Articles { get; }

    protected override void OnEvent(Article article, OperatorContext<Digest> context)
    {
        Articles.Add(article);
        var builder = new DigestBuilder(Key);
        var lengths = new Dictionary<string, int>(StringComparer.Ordinal);

        void Collect(Article item)
        {
            builder.Add(item);
            lengths[item.Section] = lengths.GetValueOrDefault(item.Section) + item.Words;
        }

        foreach (var item in Articles)
            Collect(item);
        if (lengths.Values.Any(words => words > 10_000))
            context.Emit(builder.Build());
    }

    private sealed class DigestBuilder(string section)
    {
        private readonly List<string> _titles = [];
        private int _words;

        public void Add(Article article)
        {
            _titles.Add(article.Id);
            _words += article.Words;
        }

        public Digest Build() => new(section, [.. _titles], _words);
    }
}
