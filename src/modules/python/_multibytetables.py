"""Where CPython's codecs of East Asia differ from the C library's sets: by tools/make_multibyte_tables.py.
Words are BYTES=CHARACTERS and CHARACTER=BYTES, in hexadecimal; "-" is none."""

_DECODED = {
    "gb18030": """
a6d9=e78d a6da=e78e a6db=e78f a6dc=e790 a6dd=e791 a6de=e792 a6df=e793 a6ec=e794 a6ed=e795 a6f3=e796 
a8bc=e7c7 fe51=e816 fe52=e817 fe53=e818 fe59=e81e fe61=e826 fe66=e82b fe67=e82c fe6c=e831 fe6d=e832 
fe76=e83b fe7e=e843 fe90=e854 fe91=e855 fea0=e864 """,
    "big5": """
a145=2022 a14e=ff64 a1c2=203e a1e3=223c a1f2=2641 a1f3=2609 a241=ff0f a242=ff3c a244=a5 a246=a2 a247=a3 
a3e1=- c6a1=30fe c6a2=309d c6a3=309e c6a4=3005 c6a5=3041 c6a6=3042 c6a7=3043 c6a8=3044 c6a9=3045 
c6aa=3046 c6ab=3047 c6ac=3048 c6ad=3049 c6ae=304a c6af=304b c6b0=304c c6b1=304d c6b2=304e c6b3=304f 
c6b4=3050 c6b5=3051 c6b6=3052 c6b7=3053 c6b8=3054 c6b9=3055 c6ba=3056 c6bb=3057 c6bc=3058 c6bd=3059 
c6be=305a c6bf=305b c6c0=305c c6c1=305d c6c2=305e c6c3=305f c6c4=3060 c6c5=3061 c6c6=3062 c6c7=3063 
c6c8=3064 c6c9=3065 c6ca=3066 c6cb=3067 c6cc=3068 c6cd=3069 c6ce=306a c6cf=306b c6d0=306c c6d1=306d 
c6d2=306e c6d3=306f c6d4=3070 c6d5=3071 c6d6=3072 c6d7=3073 c6d8=3074 c6d9=3075 c6da=3076 c6db=3077 
c6dc=3078 c6dd=3079 c6de=307a c6df=307b c6e0=307c c6e1=307d c6e2=307e c6e3=307f c6e4=3080 c6e5=3081 
c6e6=3082 c6e7=3083 c6e8=3084 c6e9=3085 c6ea=3086 c6eb=3087 c6ec=3088 c6ed=3089 c6ee=308a c6ef=308b 
c6f0=308c c6f1=308d c6f2=308e c6f3=308f c6f4=3090 c6f5=3091 c6f6=3092 c6f7=3093 c6f8=30a1 c6f9=30a2 
c6fa=30a3 c6fb=30a4 c6fc=30a5 c6fd=30a6 c6fe=30a7 c740=30a8 c741=30a9 c742=30aa c743=30ab c744=30ac 
c745=30ad c746=30ae c747=30af c748=30b0 c749=30b1 c74a=30b2 c74b=30b3 c74c=30b4 c74d=30b5 c74e=30b6 
c74f=30b7 c750=30b8 c751=30b9 c752=30ba c753=30bb c754=30bc c755=30bd c756=30be c757=30bf c758=30c0 
c759=30c1 c75a=30c2 c75b=30c3 c75c=30c4 c75d=30c5 c75e=30c6 c75f=30c7 c760=30c8 c761=30c9 c762=30ca 
c763=30cb c764=30cc c765=30cd c766=30ce c767=30cf c768=30d0 c769=30d1 c76a=30d2 c76b=30d3 c76c=30d4 
c76d=30d5 c76e=30d6 c76f=30d7 c770=30d8 c771=30d9 c772=30da c773=30db c774=30dc c775=30dd c776=30de 
c777=30df c778=30e0 c779=30e1 c77a=30e2 c77b=30e3 c77c=30e4 c77d=30e5 c77e=30e6 c7a1=30e7 c7a2=30e8 
c7a3=30e9 c7a4=30ea c7a5=30eb c7a6=30ec c7a7=30ed c7a8=30ee c7a9=30ef c7aa=30f0 c7ab=30f1 c7ac=30f2 
c7ad=30f3 c7ae=30f4 c7af=30f5 c7b0=30f6 c7b1=414 c7b2=415 c7b3=401 c7b4=416 c7b5=417 c7b6=418 c7b7=419 
c7b8=41a c7b9=41b c7ba=41c c7bb=423 c7bc=424 c7bd=425 c7be=426 c7bf=427 c7c0=428 c7c1=429 c7c2=42a 
c7c3=42b c7c4=42c c7c5=42d c7c6=42e c7c7=42f c7c8=430 c7c9=431 c7ca=432 c7cb=433 c7cc=434 c7cd=435 
c7ce=451 c7cf=436 c7d0=437 c7d1=438 c7d2=439 c7d3=43a c7d4=43b c7d5=43c c7d6=43d c7d7=43e c7d8=43f 
c7d9=440 c7da=441 c7db=442 c7dc=443 c7dd=444 c7de=445 c7df=446 c7e0=447 c7e1=448 c7e2=449 c7e3=44a 
c7e4=44b c7e5=44c c7e6=44d c7e7=44e c7e8=44f c7e9=2460 c7ea=2461 c7eb=2462 c7ec=2463 c7ed=2464 c7ee=2465 
c7ef=2466 c7f0=2467 c7f1=2468 c7f2=2469 c7f3=2474 c7f4=2475 c7f5=2476 c7f6=2477 c7f7=2478 c7f8=2479 
c7f9=247a c7fa=247b c7fb=247c c7fc=247d c7fd=- c7fe=- c840=- c841=- c842=- c843=- c844=- c845=- c846=- 
c847=- c848=- c849=- c84a=- c84b=- c84c=- c84d=- c84e=- c84f=- c850=- c851=- c852=- c853=- c854=- c855=- 
c856=- c857=- c858=- c859=- c85a=- c85b=- c85c=- c85d=- c85e=- c85f=- c860=- c861=- c862=- c863=- c864=- 
c865=- c866=- c867=- c868=- c869=- c86a=- c86b=- c86c=- c86d=- c86e=- c86f=- c870=- c871=- c872=- c873=- 
c874=- c875=- c876=- c877=- c878=- c879=- c87a=- c87b=- c87c=- c87d=- c87e=- c8a1=- c8a2=- c8a3=- c8a4=- 
c8a5=- c8a6=- c8a7=- c8a8=- c8a9=- c8aa=- c8ab=- c8ac=- c8ad=- c8ae=- c8af=- c8b0=- c8b1=- c8b2=- c8b3=- 
c8b4=- c8b5=- c8b6=- c8b7=- c8b8=- c8b9=- c8ba=- c8bb=- c8bc=- c8bd=- c8be=- c8bf=- c8c0=- c8c1=- c8c2=- 
c8c3=- c8c4=- c8c5=- c8c6=- c8c7=- c8c8=- c8c9=- c8ca=- c8cb=- c8cc=- c8cd=- c8ce=- c8cf=- c8d0=- c8d1=- 
c8d2=- c8d3=- c8d4=- c8d5=- c8d6=- c8d7=- c8d8=- c8d9=- c8da=- c8db=- c8dc=- c8dd=- c8de=- c8df=- c8e0=- 
c8e1=- c8e2=- c8e3=- c8e4=- c8e5=- c8e6=- c8e7=- c8e8=- c8e9=- c8ea=- c8eb=- c8ec=- c8ed=- c8ee=- c8ef=- 
c8f0=- c8f1=- c8f2=- c8f3=- c8f4=- c8f5=- c8f6=- c8f7=- c8f8=- c8f9=- c8fa=- c8fb=- c8fc=- c8fd=- c8fe=- 
f9d6=- f9d7=- f9d8=- f9d9=- f9da=- f9db=- f9dc=- f9dd=- f9de=- f9df=- f9e0=- f9e1=- f9e2=- f9e3=- f9e4=- 
f9e5=- f9e6=- f9e7=- f9e8=- f9e9=- f9ea=- f9eb=- f9ec=- f9ed=- f9ee=- f9ef=- f9f0=- f9f1=- f9f2=- f9f3=- 
f9f4=- f9f5=- f9f6=- f9f7=- f9f8=- f9f9=- f9fa=- f9fb=- f9fc=- f9fd=- f9fe=- """,
    "cp950": """
c6a1=30fe c6a2=309d c6a3=309e c6a4=3005 c6a5=3041 c6a6=3042 c6a7=3043 c6a8=3044 c6a9=3045 c6aa=3046 
c6ab=3047 c6ac=3048 c6ad=3049 c6ae=304a c6af=304b c6b0=304c c6b1=304d c6b2=304e c6b3=304f c6b4=3050 
c6b5=3051 c6b6=3052 c6b7=3053 c6b8=3054 c6b9=3055 c6ba=3056 c6bb=3057 c6bc=3058 c6bd=3059 c6be=305a 
c6bf=305b c6c0=305c c6c1=305d c6c2=305e c6c3=305f c6c4=3060 c6c5=3061 c6c6=3062 c6c7=3063 c6c8=3064 
c6c9=3065 c6ca=3066 c6cb=3067 c6cc=3068 c6cd=3069 c6ce=306a c6cf=306b c6d0=306c c6d1=306d c6d2=306e 
c6d3=306f c6d4=3070 c6d5=3071 c6d6=3072 c6d7=3073 c6d8=3074 c6d9=3075 c6da=3076 c6db=3077 c6dc=3078 
c6dd=3079 c6de=307a c6df=307b c6e0=307c c6e1=307d c6e2=307e c6e3=307f c6e4=3080 c6e5=3081 c6e6=3082 
c6e7=3083 c6e8=3084 c6e9=3085 c6ea=3086 c6eb=3087 c6ec=3088 c6ed=3089 c6ee=308a c6ef=308b c6f0=308c 
c6f1=308d c6f2=308e c6f3=308f c6f4=3090 c6f5=3091 c6f6=3092 c6f7=3093 c6f8=30a1 c6f9=30a2 c6fa=30a3 
c6fb=30a4 c6fc=30a5 c6fd=30a6 c6fe=30a7 c740=30a8 c741=30a9 c742=30aa c743=30ab c744=30ac c745=30ad 
c746=30ae c747=30af c748=30b0 c749=30b1 c74a=30b2 c74b=30b3 c74c=30b4 c74d=30b5 c74e=30b6 c74f=30b7 
c750=30b8 c751=30b9 c752=30ba c753=30bb c754=30bc c755=30bd c756=30be c757=30bf c758=30c0 c759=30c1 
c75a=30c2 c75b=30c3 c75c=30c4 c75d=30c5 c75e=30c6 c75f=30c7 c760=30c8 c761=30c9 c762=30ca c763=30cb 
c764=30cc c765=30cd c766=30ce c767=30cf c768=30d0 c769=30d1 c76a=30d2 c76b=30d3 c76c=30d4 c76d=30d5 
c76e=30d6 c76f=30d7 c770=30d8 c771=30d9 c772=30da c773=30db c774=30dc c775=30dd c776=30de c777=30df 
c778=30e0 c779=30e1 c77a=30e2 c77b=30e3 c77c=30e4 c77d=30e5 c77e=30e6 c7a1=30e7 c7a2=30e8 c7a3=30e9 
c7a4=30ea c7a5=30eb c7a6=30ec c7a7=30ed c7a8=30ee c7a9=30ef c7aa=30f0 c7ab=30f1 c7ac=30f2 c7ad=30f3 
c7ae=30f4 c7af=30f5 c7b0=30f6 c7b1=414 c7b2=415 c7b3=401 c7b4=416 c7b5=417 c7b6=418 c7b7=419 c7b8=41a 
c7b9=41b c7ba=41c c7bb=423 c7bc=424 c7bd=425 c7be=426 c7bf=427 c7c0=428 c7c1=429 c7c2=42a c7c3=42b 
c7c4=42c c7c5=42d c7c6=42e c7c7=42f c7c8=430 c7c9=431 c7ca=432 c7cb=433 c7cc=434 c7cd=435 c7ce=451 
c7cf=436 c7d0=437 c7d1=438 c7d2=439 c7d3=43a c7d4=43b c7d5=43c c7d6=43d c7d7=43e c7d8=43f c7d9=440 
c7da=441 c7db=442 c7dc=443 c7dd=444 c7de=445 c7df=446 c7e0=447 c7e1=448 c7e2=449 c7e3=44a c7e4=44b 
c7e5=44c c7e6=44d c7e7=44e c7e8=44f c7e9=2460 c7ea=2461 c7eb=2462 c7ec=2463 c7ed=2464 c7ee=2465 c7ef=2466 
c7f0=2467 c7f1=2468 c7f2=2469 c7f3=2474 c7f4=2475 c7f5=2476 c7f6=2477 c7f7=2478 c7f8=2479 c7f9=247a 
c7fa=247b c7fb=247c c7fc=247d c7fd=- c7fe=- c840=- c841=- c842=- c843=- c844=- c845=- c846=- c847=- 
c848=- c849=- c84a=- c84b=- c84c=- c84d=- c84e=- c84f=- c850=- c851=- c852=- c853=- c854=- c855=- c856=- 
c857=- c858=- c859=- c85a=- c85b=- c85c=- c85d=- c85e=- c85f=- c860=- c861=- c862=- c863=- c864=- c865=- 
c866=- c867=- c868=- c869=- c86a=- c86b=- c86c=- c86d=- c86e=- c86f=- c870=- c871=- c872=- c873=- c874=- 
c875=- c876=- c877=- c878=- c879=- c87a=- c87b=- c87c=- c87d=- c87e=- c8a1=- c8a2=- c8a3=- c8a4=- c8a5=- 
c8a6=- c8a7=- c8a8=- c8a9=- c8aa=- c8ab=- c8ac=- c8ad=- c8ae=- c8af=- c8b0=- c8b1=- c8b2=- c8b3=- c8b4=- 
c8b5=- c8b6=- c8b7=- c8b8=- c8b9=- c8ba=- c8bb=- c8bc=- c8bd=- c8be=- c8bf=- c8c0=- c8c1=- c8c2=- c8c3=- 
c8c4=- c8c5=- c8c6=- c8c7=- c8c8=- c8c9=- c8ca=- c8cb=- c8cc=- c8cd=- c8ce=- c8cf=- c8d0=- c8d1=- c8d2=- 
c8d3=- c8d4=- c8d5=- c8d6=- c8d7=- c8d8=- c8d9=- c8da=- c8db=- c8dc=- c8dd=- c8de=- c8df=- c8e0=- c8e1=- 
c8e2=- c8e3=- c8e4=- c8e5=- c8e6=- c8e7=- c8e8=- c8e9=- c8ea=- c8eb=- c8ec=- c8ed=- c8ee=- c8ef=- c8f0=- 
c8f1=- c8f2=- c8f3=- c8f4=- c8f5=- c8f6=- c8f7=- c8f8=- c8f9=- c8fa=- c8fb=- c8fc=- c8fd=- c8fe=- """,
    "big5hkscs": """
877a=- 877b=- 877c=- 877d=- 877e=- 87a1=- 87a2=- 87a3=- 87a4=- 87a5=- 87a6=- 87a7=- 87a8=- 87a9=- 87aa=- 
87ab=- 87ac=- 87ad=- 87ae=- 87af=- 87b0=- 87b1=- 87b2=- 87b3=- 87b4=- 87b5=- 87b6=- 87b7=- 87b8=- 87b9=- 
87ba=- 87bb=- 87bc=- 87bd=- 87be=- 87bf=- 87c0=- 87c1=- 87c2=- 87c3=- 87c4=- 87c5=- 87c6=- 87c7=- 87c8=- 
87c9=- 87ca=- 87cb=- 87cc=- 87cd=- 87ce=- 87cf=- 87d0=- 87d1=- 87d2=- 87d3=- 87d4=- 87d5=- 87d6=- 87d7=- 
87d8=- 87d9=- 87da=- 87db=- 87dc=- 87dd=- 87de=- 87df=- a15a=2574 a1c3=ffe3 a1c5=2cd a1fe=ff0f a240=ff3c 
a2cc=5341 a2ce=5345 """,
    "euc_kr": """
a2e8=- """,
    "johab": """
8441=3000 8442=3131 8443=3132 8445=3134 8448=3137 8449=3139 8451=3141 8453=3142 8455=3145 8456=3146 
8457=3147 8458=3148 8459=314a 845a=314b 845b=314c 845c=314d 845d=314e d9e8=- """,
    "cp932": """
80=80 a0=f8f0 fd=f8f1 fe=f8f2 ff=f8f3 """,
    "euc_jp": """
8fa2b7=7e """,
    "shift_jisx0213": """
5c=a5 7e=203e 815c=2015 815f=5c 81b0=7e 81d4=2985 81d5=2986 879f=- 889e=- 9873=- 989e=- eaa5=- eff8=- 
eff9=- effa=- effb=- effc=- fc5a=9b1d """,
    "shift_jis_2004": """
5c=a5 7e=203e 815c=2015 815f=5c 81b0=7e 81d4=2985 81d5=2986 """,
    "euc_jisx0213": """
8fa2b7=7e 8ffdbb=9b1d a1bd=2015 a2d6=2985 a2d7=2986 aea1=- affe=- cfd4=- cffe=- f4a7=- fefa=- fefb=- 
fefc=- fefd=- fefe=- """,
    "euc_jis_2004": """
8fa2b7=7e a1bd=2015 a2d6=2985 a2d7=2986 """,
}

_ENCODED = {
    "gb18030": """
1e3f=8135f437 20087=95329031 20089=95329033 200cc=95329730 215d7=9536b937 2298f=9630ba35 241fe=9635b630 
9fb4=82359037 9fb5=82359038 9fb6=82359039 9fb7=82359130 9fb8=82359131 9fb9=82359132 9fba=82359133 
9fbb=82359134 e78d=a6d9 e78e=a6da e78f=a6db e790=a6dc e791=a6dd e792=a6de e793=a6df e794=a6ec e795=a6ed 
e796=a6f3 e7c7=a8bc e816=fe51 e817=fe52 e818=fe53 e81e=fe59 e826=fe61 e82b=fe66 e82c=fe67 e831=fe6c 
e832=fe6d e83b=fe76 e843=fe7e e854=fe90 e855=fe91 e864=fea0 fe10=84318236 fe11=84318237 fe12=84318238 
fe13=84318239 fe14=84318330 fe15=84318331 fe16=84318332 fe17=84318333 fe18=84318334 fe19=84318335 """,
    "big5": """
2022=a145 2027=- 203e=a1c2 20ac=- 2215=- 223c=a1e3 2295=- 2299=- 2460=c7e9 2461=c7ea 2462=c7eb 2463=c7ec 
2464=c7ed 2465=c7ee 2466=c7ef 2467=c7f0 2468=c7f1 2469=c7f2 2474=c7f3 2475=c7f4 2476=c7f5 2477=c7f6 
2478=c7f7 2479=c7f8 247a=c7f9 247b=c7fa 247c=c7fb 247d=c7fc 2551=- 2552=- 2553=- 2554=- 2555=- 2556=- 
2557=- 2558=- 2559=- 255a=- 255b=- 255c=- 255d=- 255f=- 2560=- 2562=- 2563=- 2564=- 2565=- 2566=- 2567=- 
2568=- 2569=- 256b=- 256c=- 2593=- 2609=a1f3 2641=a1f2 3005=c6a4 3041=c6a5 3042=c6a6 3043=c6a7 3044=c6a8 
3045=c6a9 3046=c6aa 3047=c6ab 3048=c6ac 3049=c6ad 304a=c6ae 304b=c6af 304c=c6b0 304d=c6b1 304e=c6b2 
304f=c6b3 3050=c6b4 3051=c6b5 3052=c6b6 3053=c6b7 3054=c6b8 3055=c6b9 3056=c6ba 3057=c6bb 3058=c6bc 
3059=c6bd 305a=c6be 305b=c6bf 305c=c6c0 305d=c6c1 305e=c6c2 305f=c6c3 3060=c6c4 3061=c6c5 3062=c6c6 
3063=c6c7 3064=c6c8 3065=c6c9 3066=c6ca 3067=c6cb 3068=c6cc 3069=c6cd 306a=c6ce 306b=c6cf 306c=c6d0 
306d=c6d1 306e=c6d2 306f=c6d3 3070=c6d4 3071=c6d5 3072=c6d6 3073=c6d7 3074=c6d8 3075=c6d9 3076=c6da 
3077=c6db 3078=c6dc 3079=c6dd 307a=c6de 307b=c6df 307c=c6e0 307d=c6e1 307e=c6e2 307f=c6e3 3080=c6e4 
3081=c6e5 3082=c6e6 3083=c6e7 3084=c6e8 3085=c6e9 3086=c6ea 3087=c6eb 3088=c6ec 3089=c6ed 308a=c6ee 
308b=c6ef 308c=c6f0 308d=c6f1 308e=c6f2 308f=c6f3 3090=c6f4 3091=c6f5 3092=c6f6 3093=c6f7 309d=c6a2 
309e=c6a3 30a1=c6f8 30a2=c6f9 30a3=c6fa 30a4=c6fb 30a5=c6fc 30a6=c6fd 30a7=c6fe 30a8=c740 30a9=c741 
30aa=c742 30ab=c743 30ac=c744 30ad=c745 30ae=c746 30af=c747 30b0=c748 30b1=c749 30b2=c74a 30b3=c74b 
30b4=c74c 30b5=c74d 30b6=c74e 30b7=c74f 30b8=c750 30b9=c751 30ba=c752 30bb=c753 30bc=c754 30bd=c755 
30be=c756 30bf=c757 30c0=c758 30c1=c759 30c2=c75a 30c3=c75b 30c4=c75c 30c5=c75d 30c6=c75e 30c7=c75f 
30c8=c760 30c9=c761 30ca=c762 30cb=c763 30cc=c764 30cd=c765 30ce=c766 30cf=c767 30d0=c768 30d1=c769 
30d2=c76a 30d3=c76b 30d4=c76c 30d5=c76d 30d6=c76e 30d7=c76f 30d8=c770 30d9=c771 30da=c772 30db=c773 
30dc=c774 30dd=c775 30de=c776 30df=c777 30e0=c778 30e1=c779 30e2=c77a 30e3=c77b 30e4=c77c 30e5=c77d 
30e6=c77e 30e7=c7a1 30e8=c7a2 30e9=c7a3 30ea=c7a4 30eb=c7a5 30ec=c7a6 30ed=c7a7 30ee=c7a8 30ef=c7a9 
30f0=c7aa 30f1=c7ab 30f2=c7ac 30f3=c7ad 30f4=c7ae 30f5=c7af 30f6=c7b0 30fe=c6a1 401=c7b3 414=c7b1 
415=c7b2 416=c7b4 417=c7b5 418=c7b6 419=c7b7 41a=c7b8 41b=c7b9 41c=c7ba 423=c7bb 424=c7bc 425=c7bd 
426=c7be 427=c7bf 428=c7c0 429=c7c1 42a=c7c2 42b=c7c3 42c=c7c4 42d=c7c5 42e=c7c6 42f=c7c7 430=c7c8 
431=c7c9 432=c7ca 433=c7cb 434=c7cc 435=c7cd 436=c7cf 437=c7d0 438=c7d1 439=c7d2 43a=c7d3 43b=c7d4 
43c=c7d5 43d=c7d6 43e=c7d7 43f=c7d8 440=c7d9 441=c7da 442=c7db 443=c7dc 444=c7dd 445=c7de 446=c7df 
447=c7e0 448=c7e1 449=c7e2 44a=c7e3 44b=c7e4 44c=c7e5 44d=c7e6 44e=c7e7 44f=c7e8 451=c7ce 58bb=- 5afa=- 
6052=- 7881=- 7ca7=- 88cf=- 92b9=- a2=a246 a3=a247 a5=a244 af=- f6b1=- f6b2=- f6b3=- f6b4=- f6b5=- f6b6=- 
f6b7=- f6b8=- f6b9=- f6ba=- f6bb=- f6bc=- f6bd=- f6be=- f6bf=- f6c0=- f6c1=- f6c2=- f6c3=- f6c4=- f6c5=- 
f6c6=- f6c7=- f6c8=- f6c9=- f6ca=- f6cb=- f6cc=- f6cd=- f6ce=- f6cf=- f6d0=- f6d1=- f6d2=- f6d3=- f6d4=- 
f6d5=- f6d6=- f6d7=- f6d8=- f6d9=- f6da=- f6db=- f6dc=- f6dd=- f6de=- f6df=- f6e0=- f6e1=- f6e2=- f6e3=- 
f6e4=- f6e5=- f6e6=- f6e7=- f6e8=- f6e9=- f6ea=- f6eb=- f6ec=- f6ed=- f6ee=- f6ef=- f6f0=- f6f1=- f6f2=- 
f6f3=- f6f4=- f6f5=- f6f6=- f6f7=- f6f8=- f6f9=- f6fa=- f6fb=- f6fc=- f6fd=- f6fe=- f6ff=- f700=- f701=- 
f702=- f703=- f704=- f705=- f706=- f707=- f708=- f709=- f70a=- f70b=- f70c=- f70d=- f70e=- f70f=- f710=- 
f711=- f712=- f713=- f714=- f715=- f716=- f717=- f718=- f719=- f71a=- f71b=- f71c=- f71d=- f71e=- f71f=- 
f720=- f721=- f722=- f723=- f724=- f725=- f726=- f727=- f728=- f729=- f72a=- f72b=- f72c=- f72d=- f72e=- 
f72f=- f730=- f731=- f732=- f733=- f734=- f735=- f736=- f737=- f738=- f739=- f73a=- f73b=- f73c=- f73d=- 
f73e=- f73f=- f740=- f741=- f742=- f743=- f744=- f745=- f746=- f747=- f748=- f749=- f74a=- f74b=- f74c=- 
f74d=- f74e=- f74f=- f750=- f751=- f752=- f753=- f754=- f755=- f756=- f757=- f758=- f759=- f75a=- f75b=- 
f75c=- f75d=- f75e=- f75f=- f760=- f761=- f762=- f763=- f764=- f765=- f766=- f767=- f768=- f769=- f76a=- 
f76b=- f76c=- f76d=- f76e=- f76f=- f770=- f771=- f772=- f773=- f774=- f775=- f776=- f777=- f778=- f779=- 
f77a=- f77b=- f77c=- f77d=- f77e=- f77f=- f780=- f781=- f782=- f783=- f784=- f785=- f786=- f787=- f788=- 
f789=- f78a=- f78b=- f78c=- f78d=- f78e=- f78f=- f790=- f791=- f792=- f793=- f794=- f795=- f796=- f797=- 
f798=- f799=- f79a=- f79b=- f79c=- f79d=- f79e=- f79f=- f7a0=- f7a1=- f7a2=- f7a3=- f7a4=- f7a5=- f7a6=- 
f7a7=- f7a8=- f7a9=- f7aa=- f7ab=- f7ac=- f7ad=- f7ae=- f7af=- f7b0=- f7b1=- f7b2=- f7b3=- f7b4=- f7b5=- 
f7b6=- f7b7=- f7b8=- f7b9=- f7ba=- f7bb=- f7bc=- f7bd=- f7be=- f7bf=- f7c0=- f7c1=- f7c2=- f7c3=- f7c4=- 
f7c5=- f7c6=- f7c7=- f7c8=- f7c9=- f7ca=- f7cb=- f7cc=- f7cd=- f7ce=- f7cf=- f7d0=- f7d1=- f7d2=- f7d3=- 
f7d4=- f7d5=- f7d6=- f7d7=- f7d8=- f7d9=- f7da=- f7db=- f7dc=- f7dd=- f7de=- f7df=- f7e0=- f7e1=- f7e2=- 
f7e3=- f7e4=- f7e5=- f7e6=- f7e7=- f7e8=- f7e9=- f7ea=- f7eb=- f7ec=- f7ed=- f7ee=- f7ef=- f7f0=- f7f1=- 
f7f2=- f7f3=- f7f4=- f7f5=- f7f6=- f7f7=- f7f8=- f7f9=- f7fa=- f7fb=- f7fc=- f7fd=- f7fe=- f7ff=- f800=- 
f801=- f802=- f803=- f804=- f805=- f806=- f807=- f808=- f809=- f80a=- f80b=- f80c=- f80d=- f80e=- f80f=- 
f810=- f811=- f812=- f813=- f814=- f815=- f816=- f817=- f818=- f819=- f81a=- f81b=- f81c=- f81d=- f81e=- 
f81f=- f820=- f821=- f822=- f823=- f824=- f825=- f826=- f827=- f828=- f829=- f82a=- f82b=- f82c=- f82d=- 
f82e=- f82f=- f830=- f831=- f832=- f833=- f834=- f835=- f836=- f837=- f838=- f839=- f83a=- f83b=- f83c=- 
f83d=- f83e=- f83f=- f840=- f841=- f842=- f843=- f844=- f845=- f846=- f847=- f848=- fe51=- fe68=- 
ff0f=a241 ff3c=a242 ff5e=- ff64=a14e ffe0=- ffe1=- ffe5=- """,
    "cp950": """
2022=a145 203e=a1c2 223c=a1e3 2460=c7e9 2461=c7ea 2462=c7eb 2463=c7ec 2464=c7ed 2465=c7ee 2466=c7ef 
2467=c7f0 2468=c7f1 2469=c7f2 2474=c7f3 2475=c7f4 2476=c7f5 2477=c7f6 2478=c7f7 2479=c7f8 247a=c7f9 
247b=c7fa 247c=c7fb 247d=c7fc 2609=a1f3 2641=a1f2 3005=c6a4 3041=c6a5 3042=c6a6 3043=c6a7 3044=c6a8 
3045=c6a9 3046=c6aa 3047=c6ab 3048=c6ac 3049=c6ad 304a=c6ae 304b=c6af 304c=c6b0 304d=c6b1 304e=c6b2 
304f=c6b3 3050=c6b4 3051=c6b5 3052=c6b6 3053=c6b7 3054=c6b8 3055=c6b9 3056=c6ba 3057=c6bb 3058=c6bc 
3059=c6bd 305a=c6be 305b=c6bf 305c=c6c0 305d=c6c1 305e=c6c2 305f=c6c3 3060=c6c4 3061=c6c5 3062=c6c6 
3063=c6c7 3064=c6c8 3065=c6c9 3066=c6ca 3067=c6cb 3068=c6cc 3069=c6cd 306a=c6ce 306b=c6cf 306c=c6d0 
306d=c6d1 306e=c6d2 306f=c6d3 3070=c6d4 3071=c6d5 3072=c6d6 3073=c6d7 3074=c6d8 3075=c6d9 3076=c6da 
3077=c6db 3078=c6dc 3079=c6dd 307a=c6de 307b=c6df 307c=c6e0 307d=c6e1 307e=c6e2 307f=c6e3 3080=c6e4 
3081=c6e5 3082=c6e6 3083=c6e7 3084=c6e8 3085=c6e9 3086=c6ea 3087=c6eb 3088=c6ec 3089=c6ed 308a=c6ee 
308b=c6ef 308c=c6f0 308d=c6f1 308e=c6f2 308f=c6f3 3090=c6f4 3091=c6f5 3092=c6f6 3093=c6f7 309d=c6a2 
309e=c6a3 30a1=c6f8 30a2=c6f9 30a3=c6fa 30a4=c6fb 30a5=c6fc 30a6=c6fd 30a7=c6fe 30a8=c740 30a9=c741 
30aa=c742 30ab=c743 30ac=c744 30ad=c745 30ae=c746 30af=c747 30b0=c748 30b1=c749 30b2=c74a 30b3=c74b 
30b4=c74c 30b5=c74d 30b6=c74e 30b7=c74f 30b8=c750 30b9=c751 30ba=c752 30bb=c753 30bc=c754 30bd=c755 
30be=c756 30bf=c757 30c0=c758 30c1=c759 30c2=c75a 30c3=c75b 30c4=c75c 30c5=c75d 30c6=c75e 30c7=c75f 
30c8=c760 30c9=c761 30ca=c762 30cb=c763 30cc=c764 30cd=c765 30ce=c766 30cf=c767 30d0=c768 30d1=c769 
30d2=c76a 30d3=c76b 30d4=c76c 30d5=c76d 30d6=c76e 30d7=c76f 30d8=c770 30d9=c771 30da=c772 30db=c773 
30dc=c774 30dd=c775 30de=c776 30df=c777 30e0=c778 30e1=c779 30e2=c77a 30e3=c77b 30e4=c77c 30e5=c77d 
30e6=c77e 30e7=c7a1 30e8=c7a2 30e9=c7a3 30ea=c7a4 30eb=c7a5 30ec=c7a6 30ed=c7a7 30ee=c7a8 30ef=c7a9 
30f0=c7aa 30f1=c7ab 30f2=c7ac 30f3=c7ad 30f4=c7ae 30f5=c7af 30f6=c7b0 30fe=c6a1 401=c7b3 414=c7b1 
415=c7b2 416=c7b4 417=c7b5 418=c7b6 419=c7b7 41a=c7b8 41b=c7b9 41c=c7ba 423=c7bb 424=c7bc 425=c7bd 
426=c7be 427=c7bf 428=c7c0 429=c7c1 42a=c7c2 42b=c7c3 42c=c7c4 42d=c7c5 42e=c7c6 42f=c7c7 430=c7c8 
431=c7c9 432=c7ca 433=c7cb 434=c7cc 435=c7cd 436=c7cf 437=c7d0 438=c7d1 439=c7d2 43a=c7d3 43b=c7d4 
43c=c7d5 43d=c7d6 43e=c7d7 43f=c7d8 440=c7d9 441=c7da 442=c7db 443=c7dc 444=c7dd 445=c7de 446=c7df 
447=c7e0 448=c7e1 449=c7e2 44a=c7e3 44b=c7e4 44c=c7e5 44d=c7e6 44e=c7e7 44f=c7e8 451=c7ce a2=a246 a3=a247 
a5=a244 f6b1=- f6b2=- f6b3=- f6b4=- f6b5=- f6b6=- f6b7=- f6b8=- f6b9=- f6ba=- f6bb=- f6bc=- f6bd=- f6be=- 
f6bf=- f6c0=- f6c1=- f6c2=- f6c3=- f6c4=- f6c5=- f6c6=- f6c7=- f6c8=- f6c9=- f6ca=- f6cb=- f6cc=- f6cd=- 
f6ce=- f6cf=- f6d0=- f6d1=- f6d2=- f6d3=- f6d4=- f6d5=- f6d6=- f6d7=- f6d8=- f6d9=- f6da=- f6db=- f6dc=- 
f6dd=- f6de=- f6df=- f6e0=- f6e1=- f6e2=- f6e3=- f6e4=- f6e5=- f6e6=- f6e7=- f6e8=- f6e9=- f6ea=- f6eb=- 
f6ec=- f6ed=- f6ee=- f6ef=- f6f0=- f6f1=- f6f2=- f6f3=- f6f4=- f6f5=- f6f6=- f6f7=- f6f8=- f6f9=- f6fa=- 
f6fb=- f6fc=- f6fd=- f6fe=- f6ff=- f700=- f701=- f702=- f703=- f704=- f705=- f706=- f707=- f708=- f709=- 
f70a=- f70b=- f70c=- f70d=- f70e=- f70f=- f710=- f711=- f712=- f713=- f714=- f715=- f716=- f717=- f718=- 
f719=- f71a=- f71b=- f71c=- f71d=- f71e=- f71f=- f720=- f721=- f722=- f723=- f724=- f725=- f726=- f727=- 
f728=- f729=- f72a=- f72b=- f72c=- f72d=- f72e=- f72f=- f730=- f731=- f732=- f733=- f734=- f735=- f736=- 
f737=- f738=- f739=- f73a=- f73b=- f73c=- f73d=- f73e=- f73f=- f740=- f741=- f742=- f743=- f744=- f745=- 
f746=- f747=- f748=- f749=- f74a=- f74b=- f74c=- f74d=- f74e=- f74f=- f750=- f751=- f752=- f753=- f754=- 
f755=- f756=- f757=- f758=- f759=- f75a=- f75b=- f75c=- f75d=- f75e=- f75f=- f760=- f761=- f762=- f763=- 
f764=- f765=- f766=- f767=- f768=- f769=- f76a=- f76b=- f76c=- f76d=- f76e=- f76f=- f770=- f771=- f772=- 
f773=- f774=- f775=- f776=- f777=- f778=- f779=- f77a=- f77b=- f77c=- f77d=- f77e=- f77f=- f780=- f781=- 
f782=- f783=- f784=- f785=- f786=- f787=- f788=- f789=- f78a=- f78b=- f78c=- f78d=- f78e=- f78f=- f790=- 
f791=- f792=- f793=- f794=- f795=- f796=- f797=- f798=- f799=- f79a=- f79b=- f79c=- f79d=- f79e=- f79f=- 
f7a0=- f7a1=- f7a2=- f7a3=- f7a4=- f7a5=- f7a6=- f7a7=- f7a8=- f7a9=- f7aa=- f7ab=- f7ac=- f7ad=- f7ae=- 
f7af=- f7b0=- f7b1=- f7b2=- f7b3=- f7b4=- f7b5=- f7b6=- f7b7=- f7b8=- f7b9=- f7ba=- f7bb=- f7bc=- f7bd=- 
f7be=- f7bf=- f7c0=- f7c1=- f7c2=- f7c3=- f7c4=- f7c5=- f7c6=- f7c7=- f7c8=- f7c9=- f7ca=- f7cb=- f7cc=- 
f7cd=- f7ce=- f7cf=- f7d0=- f7d1=- f7d2=- f7d3=- f7d4=- f7d5=- f7d6=- f7d7=- f7d8=- f7d9=- f7da=- f7db=- 
f7dc=- f7dd=- f7de=- f7df=- f7e0=- f7e1=- f7e2=- f7e3=- f7e4=- f7e5=- f7e6=- f7e7=- f7e8=- f7e9=- f7ea=- 
f7eb=- f7ec=- f7ed=- f7ee=- f7ef=- f7f0=- f7f1=- f7f2=- f7f3=- f7f4=- f7f5=- f7f6=- f7f7=- f7f8=- f7f9=- 
f7fa=- f7fb=- f7fc=- f7fd=- f7fe=- f7ff=- f800=- f801=- f802=- f803=- f804=- f805=- f806=- f807=- f808=- 
f809=- f80a=- f80b=- f80c=- f80d=- f80e=- f80f=- f810=- f811=- f812=- f813=- f814=- f815=- f816=- f817=- 
f818=- f819=- f81a=- f81b=- f81c=- f81d=- f81e=- f81f=- f820=- f821=- f822=- f823=- f824=- f825=- f826=- 
f827=- f828=- f829=- f82a=- f82b=- f82c=- f82d=- f82e=- f82f=- f830=- f831=- f832=- f833=- f834=- f835=- 
f836=- f837=- f838=- f839=- f83a=- f83b=- f83c=- f83d=- f83e=- f83f=- f840=- f841=- f842=- f843=- f844=- 
f845=- f846=- f847=- f848=- ff64=a14e """,
    "big5hkscs": """
20a8a=- 21d53=- 224bc=- 224c1=- 224c9=- 224cc=- 231ea=- 2325e=- 235bb=- 2368e=- 2369e=- 24161=- 2574=a15a 
258de=- 25d99=- 25db9=- 26021=- 26e88=- 27b65=- 2890d=- 2adff=- 2cd=a1c5 34e6=- 3875=- 3af5=- 3eec=- 
40b4=- 4131=- 4181=- 430a=- 44e1=- 46ae=- 492f=- 4930=- 524f=- 544c=- 57b3=- 5818=- 5896=- 62c1=- 6660=- 
6782=- 6a29=- 706e=- 73c4=- 744c=- 74c6=- 79d0=- 7a2c=- 7a32=- 7a72=- 7afc=- 7bae=- 7bc5=- 8484=- 8504=- 
8613=- 889d=- 8b8f=- 9046=- 9218=- 942f=- 974a=- 9f96=- 9f97=- 9fc7=- 9fc8=- 9fc9=- 9fca=- 9fcb=- 
ffe3=a1c3 """,
    "euc_kr": """
20a9=- 327e=- """,
    "johab": """
327e=- """,
    "shift_jis": """
203e=7e a5=5c ffe0=- ffe1=- ffe2=- """,
    "cp932": """
2014=- 2170=eeef 2171=eef0 2172=eef1 2173=eef2 2174=eef3 2175=eef4 2176=eef5 2177=eef6 2178=eef7 
2179=eef8 4e28=ed4c 4ee1=ed4d 4efc=ed4e 4f00=ed4f 4f03=ed50 4f39=ed51 4f56=ed52 4f8a=ed54 4f92=ed53 
4f94=ed56 4f9a=ed55 4fc9=ed45 4fcd=ed57 4fff=ed5a 501e=ed5b 5022=ed59 5040=ed58 5042=ed5e 5046=ed5c 
5070=ed5d 5094=ed5f 50d8=ed61 50f4=ed60 514a=ed62 5164=ed63 519d=ed64 51be=ed65 51ec=ed66 5215=ed67 
529c=ed68 52a6=ed69 52af=ee5b 52c0=ed6a 52db=ed6b 5300=ed6c 5307=ed6d 5324=ed6e 5372=ed6f 5393=ed70 
53b2=ed71 53dd=ed72 548a=ed75 549c=ed74 54a9=ed76 54ff=ed77 5586=ed78 5759=ed79 5765=ed7a 57ac=ed7b 
57c7=ed7d 57c8=ed7c 589e=ed81 58b2=ed82 590b=ed83 5953=ed84 595b=ed85 595d=ed86 5963=ed87 59a4=ed88 
59ba=ed89 5b56=ed8a 5bc0=ed8b 5bd8=ed8d 5bec=ed8e 5c1e=ed8f 5ca6=ed90 5cba=ed91 5cf5=ed92 5d27=ed93 
5d42=ed96 5d53=ed94 5d6d=ed97 5db8=ed98 5db9=ed99 5dd0=ed9a 5f21=ed9b 5f34=ed9c 5f45=ed4b 5f67=ed9d 
5fb7=ed9e 5fde=ed9f 605d=eda0 6085=eda1 608a=eda2 60d5=eda4 60de=eda3 60f2=eda6 6111=eda7 6120=eda5 
6130=eda9 6137=eda8 6198=edaa 6213=edab 62a6=edac 63f5=edad 6460=edae 649d=edaf 64ce=edb0 654e=edb1 
6600=edb2 6609=edb5 6615=edb3 661e=edb7 6624=edb8 662e=edb6 6631=ed47 663b=edb4 6657=edba 6659=edbb 
6665=edb9 6673=edbd 6699=edbe 66a0=edbf 66b2=edc0 66bf=edc1 66fa=edc2 66fb=ed4a 670e=edc3 6766=edc5 
67bb=edc6 67c0=edc8 6801=edc9 6844=edca 6852=edc7 68c8=ed48 68cf=edcb 6968=edcd 6998=edcf 69e2=edd0 
6a30=edd1 6a46=edd3 6a6b=edd2 6a73=edd4 6a7e=edd5 6ae2=edd6 6ae4=edd7 6bd6=edd8 6c3f=edd9 6c5c=edda 
6c6f=eddc 6c86=eddb 6cda=eddd 6d04=edde 6d6f=ede0 6d87=eddf 6d96=ede1 6dac=ede2 6dcf=ede3 6df2=ede5 
6df8=ede4 6dfc=ede6 6e27=ede9 6e39=ede7 6e3c=edea 6e5c=ede8 6ebf=edeb 6f88=edec 6fb5=eded 6ff5=edee 
7005=edef 7007=edf0 7028=edf1 7085=edf2 70ab=edf3 70bb=ed46 7104=edf5 710f=edf4 7146=edf7 7147=edf8 
715c=edf6 71c1=edfa 71fe=edfb 72b1=edfc 72be=ee40 7324=ee41 7377=ee43 73bd=ee44 73c9=ee45 73d2=ee48 
73d6=ee46 73e3=ee47 73f5=ee4a 7407=ee49 7426=ee4b 7429=ee4d 742a=ee4c 742e=ee4e 7462=ee4f 7489=ee50 
749f=ee51 7501=ee52 752f=ed8c 756f=ee53 7682=ee54 769b=ee57 769c=ee55 769e=ee56 76a6=ee58 7746=ee5a 
7821=ee5c 784e=ee5d 7864=ee5e 787a=ee5f 7930=ee60 7994=ee64 799b=ee66 7ad1=ee67 7ae7=ee68 7aeb=ee6a 
7b9e=ee6b 7d48=ee6d 7d5c=ee6e 7da0=ee70 7db7=ee6f 7dd6=ee71 7e52=ee72 7e8a=ed40 7f47=ee73 7fa1=ee74 80=80 
8301=ee76 8362=ee77 837f=ee78 83c7=ee79 83f6=ee7a 8448=ee7b 84b4=ee7c 84dc=ed44 8553=ee7d 8559=ee7e 
856b=ee80 85b0=ee82 8807=ee85 88f5=ee86 891c=ed41 8a12=ee87 8a37=ee88 8a79=ee89 8aa7=ee8a 8abe=ee8b 
8adf=ee8c 8af6=ee8e 8b53=ee8f 8b7f=ee90 8cf0=ee91 8cf4=ee92 8d12=ee93 8d76=ee94 8ecf=ee96 9067=ee99 
90de=ee9a 9115=ee9c 9127=ee9d 91d7=ee9f 91da=ee9e 91de=eea0 91e4=eea3 91e5=eea4 91ed=eea1 91ee=eea2 
9206=eea5 920a=eea7 9210=eea6 9239=eeae 923a=eea8 923c=eeaa 9240=eea9 924e=eeab 9251=eead 9259=eeac 
9267=eeaf 9277=eeb1 9278=eeb2 9288=ed43 92a7=eeb0 92d0=eeb6 92d3=eeba 92d5=eeb8 92d7=eeb4 92d9=eeb5 
92e0=eeb9 92e7=eeb3 92f9=ed49 92fb=eebd 92ff=eec0 9302=eec2 931d=eec1 931e=eebf 9321=eebc 9325=eebb 
9348=ed42 9357=eec4 9370=eec3 93a4=eec5 93c6=eec6 93de=eec7 93f8=eec8 9431=eec9 9445=eeca 9448=eecb 
9592=eecc 969d=eecf 96af=eed0 9733=eed1 973b=eed2 9743=eed3 974d=eed4 974f=eed5 9751=eed6 9755=eed7 
9857=eed8 9865=eed9 9927=eedc 999e=eede 9a4e=eedf 9ad9=eee0 9adc=eee1 9b72=eee3 9b75=eee2 9b8f=eee4 
9bb1=eee5 9bbb=eee6 9c00=eee7 9d6b=eee9 9d70=eee8 9e19=eeeb 9ed1=eeec f8f0=a0 f8f1=fd f8f2=fe f8f3=ff 
f929=edc4 f9dc=eecd fa0e=ed73 fa0f=ed7e fa10=ed80 fa11=ed95 fa12=edbc fa13=edcc fa14=edce fa15=edf9 
fa16=ee42 fa17=ee59 fa18=ee61 fa19=ee62 fa1a=ee63 fa1b=ee65 fa1c=ee69 fa1d=ee6c fa1e=ee75 fa1f=ee81 
fa20=ee83 fa21=ee84 fa22=ee8d fa23=ee95 fa24=ee97 fa25=ee98 fa26=ee9b fa27=eeb7 fa28=eebe fa29=eece 
fa2a=eeda fa2b=eedb fa2c=eedd fa2d=eeea ff02=eefc ff07=eefb ffe4=eefa """,
    "euc_jp": """
203e=7e a5=5c ff5e=- """,
    "shift_jisx0213": """
2014=- 2015=815c 203e=7e 20b9f=- 2985=81d4 2986=81d5 4ff1=- 525d=- 541e=- 5653=- 59f8=- 5c=815f 5c5b=- 
5e77=- 7626=- 7e=81b0 7e6b=- 9b1c=- 9b1d=fc5a a5=5c ff3c=- ff5e=- ff5f=- ff60=- """,
    "shift_jis_2004": """
2014=- 2015=815c 203e=7e 2985=81d4 2986=81d5 5c=815f 7e=81b0 a5=5c ff3c=- ff5e=- ff5f=- ff60=- """,
    "euc_jisx0213": """
2014=- 20b9f=- 2985=a2d6 2986=a2d7 4ff1=- 525d=- 541e=- 5653=- 59f8=- 5c5b=- 5e77=- 7626=- 7e6b=- 9b1c=- 
9b1d=8ffdbb ff5f=- ff60=- """,
    "euc_jis_2004": """
2014=- 2985=a2d6 2986=a2d7 ff5f=- ff60=- """,
}


def decoded(name):
    made = {}
    for word in _DECODED.get(name, "").split():
        sequence, text = word.split("=")
        made[bytes.fromhex(sequence)] = None if text == "-" else "".join(chr(int(c, 16)) for c in text.split("+"))
    return made


def encoded(name):
    made = {}
    for word in _ENCODED.get(name, "").split():
        character, sequence = word.split("=")
        made[chr(int(character, 16))] = None if sequence == "-" else bytes.fromhex(sequence)
    return made
