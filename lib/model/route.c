#include "model/names.h"

/*
 * Every way that stock can move. What has no row does not happen, so this table is the
 * validation as well; and a row's verb is the column that the move has in reports.
 */
/* clang-format off */
static const struct {
    kho_place_kind source, target;
    kho_verb verb;
} routes[] = {
    {KHO_OPENING,      KHO_STORE,        KHO_BEGIN    },
    {KHO_OPENING,      KHO_HOLD,         KHO_BEGIN    },
    {KHO_OPENING,      KHO_COLLABORATOR, KHO_BEGIN    },
    {KHO_SUPPLIER,     KHO_STORE,        KHO_RECEIVE  },
    {KHO_STORE,        KHO_SUPPLIER,     KHO_SEND_BACK},
    {KHO_HOLD,         KHO_SUPPLIER,     KHO_SEND_BACK},
    {KHO_STORE,        KHO_TRANSIT,      KHO_SHIP     },
    {KHO_HOLD,         KHO_TRANSIT,      KHO_SHIP     },
    {KHO_SUPPLIER,     KHO_TRANSIT,      KHO_SHIP     },
    {KHO_TRANSIT,      KHO_STORE,        KHO_ARRIVE   },
    {KHO_STORE,        KHO_STORE,        KHO_TRANSFER },
    {KHO_COLLABORATOR, KHO_COLLABORATOR, KHO_TRANSFER },
    {KHO_HOLD,         KHO_HOLD,         KHO_TRANSFER },
    {KHO_TRANSIT,      KHO_TRANSIT,      KHO_TRANSFER },
    {KHO_STORE,        KHO_COLLABORATOR, KHO_ISSUE    },
    {KHO_COLLABORATOR, KHO_STORE,        KHO_GIVE_BACK},
    {KHO_STORE,        KHO_CLIENT,       KHO_DISPENSE },
    {KHO_COLLABORATOR, KHO_CLIENT,       KHO_DISPENSE },
    {KHO_STORE,        KHO_HOLD,         KHO_HOLD_BACK},
    {KHO_HOLD,         KHO_STORE,        KHO_RELEASE  },
    {KHO_STORE,        KHO_LOSS,         KHO_LOSE     },
    {KHO_HOLD,         KHO_LOSS,         KHO_LOSE     },
    {KHO_TRANSIT,      KHO_LOSS,         KHO_LOSE     },
    {KHO_COLLABORATOR, KHO_LOSS,         KHO_LOSE     },
    {KHO_STORE,        KHO_COUNT,        KHO_ADJUST   },
    {KHO_HOLD,         KHO_COUNT,        KHO_ADJUST   },
    {KHO_TRANSIT,      KHO_COUNT,        KHO_ADJUST   },
    {KHO_COLLABORATOR, KHO_COUNT,        KHO_ADJUST   },
    {KHO_COUNT,        KHO_STORE,        KHO_ADJUST   },
    {KHO_COUNT,        KHO_HOLD,         KHO_ADJUST   },
    {KHO_COUNT,        KHO_TRANSIT,      KHO_ADJUST   },
    {KHO_COUNT,        KHO_COLLABORATOR, KHO_ADJUST   },
};
/* clang-format on */

kho_verb kho_route(kho_place_kind source, kho_place_kind target)
{
    for (size_t i = 0; i < sizeof(routes) / sizeof(*routes); i++) {
        if (routes[i].source == source && routes[i].target == target)
            return routes[i].verb;
    }
    return KHO_NO_VERB;
}

const char *kho_verb_word(kho_verb verb)
{
    return verb >= KHO_BEGIN && verb < KHO_VERBS ? kho__verb_names[verb].word : NULL;
}

const char *kho_place_kind_word(kho_place_kind kind)
{
    return (int)kind >= 0 && kind < KHO_PLACE_KINDS ? kho__kind_names[kind].word : NULL;
}
