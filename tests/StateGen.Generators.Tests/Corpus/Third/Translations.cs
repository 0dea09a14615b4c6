using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StateGen;
using Words = System.Collections.Generic.Dictionary<string, System.Collections.Generic.HashSet<string>>;

namespace Corpus.Third.Translations;

public readonly record struct Language(string Code);

public sealed record Sentence(string Text, string Translation, Language Target, DateTime Created);

public sealed record Suggestion(Language Target, string Word, int Votes);

public static class Extend
{
    public static bool AddTo(this Words words, string word, string translation)
    {
        if (!words.TryGetValue(word, out var translations))
        {
            translations = new HashSet<string>(StringComparer.Ordinal);
            words.Add(word, translations);
        }

        return translations.Add(translation);
    }

    public static void Trim(ref string[]? words, int count) => Array.Resize(ref words, count);
}

[Operator("translation-glossary")]
public sealed partial class Glossary : KeyedOperator<Language, Sentence, Suggestion>
{
    [ThreadStatic] private static int t_depth; // expect: SG2001

    private readonly CultureInfo _culture;

    [State(Copy = true)] private partial Words? Words { get; set; }
    [State(Copy = true)] private partial string[]? Stop { get; set; }

    public Glossary(string culture) => _culture = CultureInfo.GetCultureInfo(culture);

    protected override void OnEvent(Sentence sentence, OperatorContext<Suggestion> context)
    {
        t_depth++;
        var words = Words ?? new Words(StringComparer.Ordinal);
        foreach (var word in sentence.Text.Split(' '))
        {
            var lower = word.ToLower(_culture);
            if (Stop?.Contains(lower) == true)
                continue;
            if (words.AddTo(lower, sentence.Translation)) // expect: SG2007
                context.Emit(new Suggestion(Key, lower, words[lower].Count));
        }

        var stop = Stop;
        if (stop is [var first, .., var last] && first == last)
        {
            Extend.Trim(ref stop, stop.Length - 1);
            Stop = stop;
        }

        if (Stop is [_, ..] fixedWords)
            fixedWords[0] = sentence.Text; // expect: SG2007
    }
}

[Operator("translation-votes")]
public sealed partial class Votes : KeyedOperator<Language, Sentence, Suggestion>
{
    private static readonly Lock s_lock = new();

    [State] private partial int Count { get; set; }
    [State] private partial string? Last { get; set; }
    [State, Ttl(Days = 7)] private partial ListState<string> Pending { get; }

    protected override void OnEvent(Sentence sentence, OperatorContext<Suggestion> context)
    {
        lock (s_lock)
            Count++;

        var id = sentence.Target.GetHashCode(); // expect: SG2010
        if (id % 2 == 0 || sentence.Created < DateTime.UtcNow.AddYears(-1)) // expect: SG2010
            return;

        Last = sentence.Translation;
        Pending.Add(sentence.Text);
        var votes = Task.Run(() => Score(sentence.Text));
        context.Emit(new Suggestion(Key, sentence.Text, votes.GetAwaiter().GetResult())); // expect: SG2011

        Parallel.Invoke(
            () => Score(sentence.Text),
            () => Score(Last)); // expect: SG2005
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Suggestion> context)
    {
        var texts = Pending.ToList();
        Pending.Clear(); // expect: SG2012
        texts.Add(Last ?? "");
        Pending.AddRange(texts);

        try
        {
            Count = checked(Count * 2);
        }
        catch (Exception e) // expect: SG2015
        {
            context.Emit(new Suggestion(Key, e.Message, 0));
        }

        try
        {
            context.Emit(new Suggestion(Key, Last!, Count));
        }
        catch (ArithmeticException)
        {
            Count = 0;
        }
    }

    private static int Score(string? text) => text?.Count(char.IsLetter) ?? 0;
}
